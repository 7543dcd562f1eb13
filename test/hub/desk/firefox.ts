import { enter, type FirefoxPage, openFirefox } from '../../harness/firefox.ts';
import type { TestHub } from '../../harness/hub.ts';
import type { Owner } from '../../harness/owner.ts';
import { password } from './fixture.ts';

/** The desk in Firefox, of somebody who has signed in with the keyboard. */
export async function openFirefoxDesk(t: Owner, hub: TestHub, name: string): Promise<FirefoxPage> {
  const page = await openFirefox(t, `${hub.urls.http}/desk/`);
  await page.holds('the sign-in', `document.querySelector('input[name=name]')`);
  await page.evaluate(`document.querySelector('input[name=name]').focus()`);
  await page.type(...name);
  await page.evaluate(`document.querySelector('input[name=password]').focus()`);
  await page.type(...password, enter);
  await page.holds('the desk', `document.querySelector('h1')?.textContent === 'My desk'`);
  return page;
}

/** Presses the button with this name, as the keyboard does. */
export async function pressIn(page: FirefoxPage, name: string): Promise<void> {
  const find = `[...document.querySelectorAll('button')].find((each) => each.textContent.trim().startsWith(${JSON.stringify(name)}))`;
  await page.holds(`the button ${name}`, find);
  await page.evaluate(`${find}.focus()`);
  await page.type(enter);
}
