import test, { type ExecutionContext } from 'ava';
import {
  capitalShare,
  leastCapital,
  leastTarget,
  measuresOf,
  smallestText,
} from '../../../agent/ui/profiles/panel.ts';
import { type ProfileName, profileNames } from '../../../protocol/index.ts';
import { eventually } from '../../harness/eventually.ts';
import { type Bench, begin, leave, openBench, openPage } from './browser.ts';
import { states } from './everywhere.ts';
import { measures, type Seen, seeEverything, view } from './seen.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

/** Each profile alone, none, and those that crowd the screen most together. */
const combinations: ProfileName[][] = [
  [],
  ...profileNames.map((name) => [name]),
  ['large', 'contrast', 'low', 'simple'],
];
const nameOf = (profiles: ProfileName[]) => profiles.join(' + ') || 'no profile';

/** One way through all states for each of them, however many tests ask what was seen on it. */
const ways = new Map<string, ReturnType<typeof seeEverything>>();

async function seen(t: ExecutionContext, ...profiles: ProfileName[]): Promise<Seen[]> {
  // A busy machine takes its time for seventeen states and more.
  t.timeout(300_000);
  const name = nameOf(profiles);
  const way =
    ways.get(name) ??
    seeEverything(bench, profiles, { contrast: profiles.length === 0 || name === 'contrast' });
  ways.set(name, way);
  const { seen: met, errors, refused } = await way;
  t.deepEqual([...errors, ...refused], []);
  // Fewer choices leave some of the ways out.
  const left: string[] = profiles.includes('simple') ? ['notices', 'news', 'event'] : [];
  t.deepEqual(
    met.map(({ state }) => state),
    states.filter((state) => !left.includes(state)),
  );
  return met;
}

/** What is wrong, by the state that it is wrong in. */
const wrong = (met: Seen[], what: (of: Seen) => unknown[]) =>
  met.flatMap((of) => what(of).map((each) => `${of.state}: ${JSON.stringify(each)}`));

for (const profiles of combinations) {
  const named = nameOf(profiles);
  test.serial(`axe finds nothing in any state: ${named}`, async (t) => {
    t.deepEqual(
      wrong(await seen(t, ...profiles), ({ axe }) => axe),
      [],
    );
  });

  test.serial(
    `nothing is cut off, and every control is at least 20 mm wide and high: ${named}`,
    async (t) => {
      t.deepEqual(
        wrong(await seen(t, ...profiles), ({ cut }) => cut),
        [],
      );
      t.deepEqual(
        wrong(await seen(t, ...profiles), ({ small }) => small),
        [],
      );
      t.is(leastTarget, 20);
    },
  );
}

test.serial('contrast of every text as it is drawn is at least 4.5:1, and 3:1 of large ones', async (t) => {
  const met = await seen(t);
  t.true(met.every(({ texts }) => texts.length > 2));
  t.deepEqual(
    wrong(met, ({ texts }) => texts.filter(({ ratio, large }) => ratio < (large ? 3 : 4.5))),
    [],
  );
});

test.serial('contrast: every text as it is drawn has at least 7:1', async (t) => {
  const met = await seen(t, 'contrast');
  t.true(met.every(({ texts }) => texts.length > 2));
  t.deepEqual(
    wrong(met, ({ texts }) => texts.filter(({ ratio }) => ratio < 7)),
    [],
  );
});

for (const profiles of [[], ['contrast']] as ProfileName[][]) {
  test.serial(
    `pictograms and edges of controls as they are drawn have at least 3:1: ${nameOf(profiles)}`,
    async (t) => {
      const met = await seen(t, ...profiles);
      t.true(met.every(({ signs, state }) => signs.length > 0 || state === 'thanks'));
      t.deepEqual(
        wrong(met, ({ signs }) => signs.filter(({ ratio }) => ratio < 3)),
        [],
      );
    },
  );
}

test.serial('low: every control comes within the lowest band of the screen', async (t) => {
  t.deepEqual(
    wrong(await seen(t, 'low'), ({ outside }) => outside),
    [],
  );
  t.not(wrong(await seen(t), ({ outside }) => outside).length, 0, 'without the profile they do not');
});

test('low: on a panel whose height is known the band ends where a seated person reaches', (t) => {
  const panel = { width: 398, height: 708, aboveFloor: 800 };
  const { reach } = measuresOf(panel, { width: 1080, height: 1920 });
  const highest = panel.aboveFloor + reach * panel.height;
  t.true(highest <= 1220 + 1 && highest > 1200, `${highest} mm above the floor`);
});

test.serial('large: the smallest capital is at least 7.3 mm high', async (t) => {
  const least = leastCapital * measures.pixelsPerMillimetre;
  t.true(measures.legibleRoot * smallestText * capitalShare >= least - 0.01);
  t.deepEqual(
    wrong(await seen(t, 'large'), ({ low }) => low),
    [],
  );
});

test.serial('calm: nothing moves, in any state', async (t) => {
  t.deepEqual(
    wrong(await seen(t, 'calm'), ({ moving }) => moving),
    [],
  );
  t.not(wrong(await seen(t), ({ moving }) => moving).length, 0, 'without the profile it does');
});

test.serial(
  'simple: a card with easy words shows them alone, with pictures, and the whole of it when asked',
  async (t) => {
    const { page } = await openPage(t, bench, {
      context: { viewport: view },
      configuration: { profiles: ['simple'] },
    });
    await begin(page);
    await eventually(t, () => page.locator('.strip').isVisible(), false, 'fewer choices');
    await page.locator('.tile').first().click();
    await eventually(t, () => page.locator('.row .badge').count(), 2, 'a picture with each');
    await page.locator('.row').first().click();
    await eventually(t, () => page.locator('.point').allTextContents(), [
      'Prendi un appuntamento.',
      'Porta i documenti.',
    ]);
    await eventually(t, () => page.locator('.point svg').count(), 2);
    await eventually(t, () => page.locator('.fact').count(), 0);
    await page.locator('.whole-button').click();
    await page.locator('.fact').first().waitFor();
    await eventually(t, () => page.evaluate(() => document.activeElement?.tagName), 'H1');
    await page.locator('[data-key=back]').click();
    await page.locator('.row').nth(1).click();
    await page.locator('.fact').first().waitFor();
    await eventually(t, () => page.locator('.point').count(), 0, 'a card without them is shown whole');
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
    await eventually(t, () => page.locator('.bar .profiles-button').isVisible(), true);
    await page.locator('.bar .profiles-button').click();
    await page.locator('.chooser-restore').click();
    await page.locator('html:not([data-profile-large])').waitFor();
    await page.locator('[aria-labelledby="profile-large-name"]').click();
    await page.locator('.chooser-done').click();
    await leave(page);
    await eventually(
      t,
      () =>
        page.evaluate(() =>
          document.documentElement.getAttributeNames().filter((name) => name.startsWith('data-profile')),
        ),
      [],
    );
  },
);
