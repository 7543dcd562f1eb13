import { AxeBuilder } from '@axe-core/playwright';
import test, { type ExecutionContext } from 'ava';
import type { Page } from 'playwright-core';
import {
  capitalShare,
  leastCapital,
  leastTarget,
  measuresOf,
  smallestText,
} from '../../../agent/ui/profiles/panel.ts';
import { type ProfileName, profileNames } from '../../../protocol/index.ts';
import { type Bench, begin, openBench, openPage } from './browser.ts';
import { drawnTexts } from './contrast.ts';
import { everywhere, type State, states } from './everywhere.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

/** Half of the usual screen, 1080 x 1920. */
const view = { width: 540, height: 960 };
const measures = measuresOf(null, view);

/** Each profile alone, and those that crowd the screen most together. */
const combinations: ProfileName[][] = [
  ...profileNames.map((name) => [name]),
  ['large', 'contrast', 'low', 'simple'],
];

async function tour(
  t: ExecutionContext,
  profiles: ProfileName[],
  look: (state: State, page: Page) => Promise<void>,
  context: Parameters<typeof openPage>[2] = {},
): Promise<void> {
  const opened = await openPage(t, bench, {
    ...context,
    context: { viewport: view, ...context?.context },
    configuration: { profiles, office: 'sportello' },
  });
  const met: State[] = [];
  await everywhere(opened, profiles, async (state) => {
    met.push(state);
    await look(state, opened.page);
  });
  t.true(met.length >= states.length - 3, `${met}`);
  t.deepEqual(opened.errors, []);
  t.deepEqual(opened.server.refused, []);
}

/** What of the controls and texts is wrong in any profile. */
const troubles = (page: Page, least: number) =>
  page.evaluate((side) => {
    const dialog = document.querySelector('.scrim') ?? document;
    const buttons = [...dialog.querySelectorAll('button')].filter(
      (button) =>
        button.checkVisibility({ visibilityProperty: true }) &&
        !button.closest('[inert], .attract, .stage[data-behind]'),
    );
    const name = (element: Element) => `${element.className}: ${element.textContent?.slice(0, 30)}`;
    const sideways = [
      ...document.querySelectorAll('.scroller, .warning, .bar, .call, .top, .keyboard, .typing'),
    ]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map(name);
    // A word that does not fit is drawn over the edge of its button.
    const spilt = buttons
      .filter(
        (button) =>
          button.scrollWidth > button.clientWidth + 1 && getComputedStyle(button).overflow === 'visible',
      )
      .map(name);
    const small = buttons
      .map((button) => ({ button, box: button.getBoundingClientRect() }))
      .filter(
        ({ box }) =>
          Math.min(box.width, box.height) < side - 0.5 || box.left < -0.5 || box.right > innerWidth + 0.5,
      )
      .map(({ button, box }) => `${name(button)} ${Math.round(box.width)}x${Math.round(box.height)}`);
    const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
    return { wide, sideways, spilt, small };
  }, least);

for (const profiles of combinations) {
  const named = profiles.join(' + ');
  test.serial(
    `${named}: nothing is cut off sideways, and every control is at least 20 mm wide and high`,
    async (t) => {
      await tour(t, profiles, async (state, page) => {
        t.deepEqual(
          await troubles(page, measures.leastTarget),
          { wide: false, sideways: [], spilt: [], small: [] },
          state,
        );
      });
    },
  );
}

for (const profiles of [...profileNames.map((name) => [name]), []]) {
  test.serial(`axe finds nothing in any state: ${profiles[0] ?? 'no profile'}`, async (t) => {
    await tour(t, profiles, async (state, page) => {
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .setLegacyMode()
        .analyze();
      t.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        [],
        state,
      );
    });
  });
}

for (const [profiles, least, leastLarge] of [
  [[], 4.5, 3],
  [['contrast'], 7, 7],
] as [ProfileName[], number, number][]) {
  test.serial(`contrast of every text as it is drawn is at least ${least}:1 ${profiles}`, async (t) => {
    await tour(
      t,
      profiles,
      async (state, page) => {
        const drawn = await drawnTexts(page);
        t.true(drawn.length > 2, `${state}: something was measured`);
        t.deepEqual(
          drawn.filter(({ ratio, large }) => ratio < (large ? leastLarge : least)),
          [],
          state,
        );
      },
      { context: { deviceScaleFactor: 2 } },
    );
  });
}

test.serial('low: every control comes within the lowest band of the screen', async (t) => {
  const band = view.height * (1 - measures.reach);
  await tour(t, ['low'], async (state, page) => {
    const outside = await page.evaluate((top) => {
      const open = document.querySelector('.scrim, .chooser') ?? document;
      // While the keys fill the band, a control among them puts them away; what lies above comes down then.
      const away =
        document.querySelector('.keyboard') && document.querySelector('.close-keys, .typing-switch');
      return [...open.querySelectorAll('button, input')]
        .filter(
          (control) =>
            control.checkVisibility({ visibilityProperty: true }) &&
            !control.closest('[inert], .stage[data-behind]') &&
            !(away && control.closest('.scroller')),
        )
        .filter((control) => {
          const box = control.getBoundingClientRect();
          const scroller = control.closest('.scroller');
          if (!scroller) return box.top < top || box.bottom > innerHeight;
          // Where it is before anything was scrolled: from there on it can be brought up through the whole band.
          const lowest = box.top + scroller.scrollTop;
          const room = scroller.getBoundingClientRect().bottom - top;
          return lowest < top - 1 || room < Math.min(box.height, 48);
        })
        .map(({ className, textContent }) => `${className}: ${textContent?.slice(0, 30)}`);
    }, band);
    t.deepEqual(outside, [], state);
  });
});

test.serial('low: on a panel whose height is known the band ends where a seated person reaches', (t) => {
  const panel = { width: 398, height: 708, aboveFloor: 800 };
  const { reach } = measuresOf(panel, { width: 1080, height: 1920 });
  const highest = panel.aboveFloor + reach * panel.height;
  t.true(highest <= 1220 + 1 && highest > 1200, `${highest} mm above the floor`);
});

test.serial('large: the smallest capital is at least 7.3 mm high', async (t) => {
  t.true(
    measures.legibleRoot * smallestText * capitalShare >= leastCapital * measures.pixelsPerMillimetre - 0.01,
  );
  await tour(t, ['large'], async (state, page) => {
    const sizes = await page.evaluate(() =>
      [...document.querySelectorAll('body *')]
        .filter((element) =>
          [...element.childNodes].some(
            (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
          ),
        )
        .filter(
          (element) =>
            element.checkVisibility({ visibilityProperty: true }) &&
            !element.closest('[inert], .stage[data-behind], .visually-hidden, svg'),
        )
        .map((element) => ({
          text: `${element.className}: ${element.textContent?.slice(0, 30)}`,
          size: Number.parseFloat(getComputedStyle(element).fontSize),
        })),
    );
    const least = (leastCapital * measures.pixelsPerMillimetre) / capitalShare;
    t.true(sizes.length > 2);
    t.deepEqual(
      sizes.filter(({ size }) => size < least - 0.01),
      [],
      state,
    );
  });
});

test.serial('calm: nothing moves, in any state', async (t) => {
  await tour(
    t,
    ['calm'],
    async (state, page) => {
      const moving = await page.evaluate(() =>
        document
          .getAnimations()
          .filter(({ playState }) => playState === 'running')
          .map((animation) =>
            animation.effect instanceof KeyframeEffect ? String(animation.effect.target?.className) : '',
          ),
      );
      t.deepEqual(moving, [], state);
    },
    // The same in a browser whose user asks for nothing.
    { context: { reducedMotion: 'no-preference' } },
  );
});

test.serial(
  'simple: a card with easy words shows them alone, with pictures, and the whole of it when asked',
  async (t) => {
    const { page } = await openPage(t, bench, {
      context: { viewport: view },
      configuration: { profiles: ['simple'] },
    });
    await begin(page);
    t.false(await page.locator('.strip').isVisible(), 'fewer choices');
    await page.locator('.tile').first().click();
    t.is(await page.locator('.row .badge').count(), 2, 'a picture with each');
    await page.locator('.row').first().click();
    t.deepEqual(await page.locator('.point').allTextContents(), [
      'Prendi un appuntamento.',
      'Porta i documenti.',
    ]);
    t.is(await page.locator('.point svg').count(), 2);
    t.is(await page.locator('.fact').count(), 0);
    await page.locator('.whole-button').click();
    await page.locator('.fact').first().waitFor();
    t.is(await page.evaluate(() => document.activeElement?.tagName), 'H1');
    await page.locator('[data-key=back]').click();
    await page.locator('.row').nth(1).click();
    await page.locator('.fact').first().waitFor();
    t.is(await page.locator('.point').count(), 0, 'a card without them is shown whole');
  },
);

test.serial(
  'profiles are switched by a button that is always there, seen at once, and end with the session',
  async (t) => {
    const { page } = await openPage(t, bench, { context: { viewport: view } });
    await page.locator('.attract .profiles-button').click();
    await page.locator('.profiles').waitFor();
    for (const name of profileNames) {
      await page.locator(`[aria-labelledby="profile-${name}-name"]`).click();
      await page.locator(`html[data-profile-${name}]`).waitFor();
    }
    await page.locator('.chooser-done').click();
    await page.locator('.home').waitFor();
    await page.locator('.tile').first().click();
    t.true(await page.locator('.bar .profiles-button').isVisible());
    await page.locator('.bar .profiles-button').click();
    await page.locator('.chooser-restore').click();
    await page.locator('html:not([data-profile-large])').waitFor();
    await page.locator('[aria-labelledby="profile-large-name"]').click();
    await page.locator('.chooser-done').click();
    await page.locator('.bar-end').click();
    await page.locator('.attract').waitFor();
    t.deepEqual(
      await page.evaluate(() =>
        document.documentElement.getAttributeNames().filter((name) => name.startsWith('data-profile')),
      ),
      [],
    );
    t.is(leastTarget, 20);
  },
);
