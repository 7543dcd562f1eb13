import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { TotemKey } from '../../../protocol/index.ts';
import type { PageServer } from './server.ts';

/** Begins a message that only `watchMarks` sees. */
const markStart = 'mark ';

/**
 * Runs in the page before all else: marks among the agent's messages are noted and go no further. Messages of a
 * socket come in order, so a mark that has come says that all before it were taken.
 */
function watchMarks(start: string): void {
  const seen = new Set<string>();
  Object.assign(window, { seesMark: (mark: string) => seen.has(mark) });
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', (event) => {
        if (typeof event.data !== 'string' || !event.data.startsWith(start)) return;
        seen.add(event.data);
        event.stopImmediatePropagation();
      });
    }
  };
}

/** Lets `taken` wait for this page; before the page is opened. */
export async function prepareMarks(page: Page): Promise<void> {
  await page.addInitScript(watchMarks, markStart);
}

/** Waits until the page has taken all that the agent has sent so far, and has drawn it. */
export async function taken(server: PageServer, page: Page): Promise<void> {
  const mark = `${markStart}${randomUUID()}`;
  server.sendText(mark);
  await page.evaluate(
    (wanted) =>
      new Promise<void>((done) => {
        const look = (): void => {
          const sees: unknown = Reflect.get(window, 'seesMark');
          if (typeof sees === 'function' && sees(wanted)) requestAnimationFrame(() => done());
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    mark,
  );
}

/** Presses keys of the keypad one after another, and waits until the page has taken and drawn each. */
export async function press(server: PageServer, page: Page, ...keys: TotemKey[]): Promise<void> {
  for (const key of keys) {
    server.send({ type: 'key', key, phase: 'down' });
    server.send({ type: 'key', key, phase: 'up' });
    await taken(server, page);
  }
}
