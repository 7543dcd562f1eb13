import test, { type ExecutionContext } from 'ava';
import type { ProfileName } from '../../../protocol/index.ts';
import { type Bench, begin, openBench } from './browser.ts';
import {
  appointment,
  connected,
  connecting,
  form,
  tell,
  text,
  twoOffices,
  view,
  waiting,
} from './call-scene.ts';
import { type Seen, seeEverything, type Tour } from './seen.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" width="210" height="297"><rect width="210" height="297" fill="#fff"/></svg>';
const later = '2099-01-02T08:00:00Z';

/** Every state of a call, in the order in which a citizen may meet them. */
const states = [
  ...['wishes', 'offices', 'asking', 'waiting', 'elsewhere', 'ringing', 'kept'],
  ...[
    'connecting',
    'connected',
    'speaking',
    'card',
    'form',
    'field',
    'appointment',
    'recording',
    'document',
    'interrupted',
    'writing',
    'text',
  ],
  ...['answered', 'broken', 'closed', 'number', 'noted'],
];

const tour: Tour = async (opened, _profiles, look) => {
  const { page, server } = opened;
  const press = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => element instanceof HTMLElement && element.click());
  const at = async (state: string, selector: string) => {
    await page.locator(selector).first().waitFor();
    await look(state);
  };
  await page.route('**/call/pictures/**', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: picture }),
  );
  tell(opened, null);
  server.send({ type: 'voice', languages: [], understood: [], volume: 0.7, privateListening: false });
  await begin(page);
  await press('.entry-offices');
  await page.locator('.row').first().waitFor();
  await press('.row');
  await page.locator('.office').waitFor();
  await press('.call-how');
  await at('wishes', '.manner');
  await press('.wishes-change');
  await at('offices', '.wishes-offices .row');
  await press('.wishes-offices .row');
  await press('.call-main');
  await at('asking', '.call-red');
  tell(opened, waiting);
  await at('waiting', '.queue-number');
  await press('.bar [data-key~=back]');
  await at('elsewhere', '.wait-strip');
  await press('.wait-strip');
  tell(opened, view({ state: 'ringing' }));
  await at('ringing', '.queue-rings');
  tell(opened, view({ state: 'callback' }));
  await at('kept', '.queue-kept');
  tell(opened, connecting);
  await at('connecting', '.meeting-before');
  server.send({ type: 'callText', from: 'operator', text: { line: 0, text: 'Buongiorno', final: true } });
  tell(opened, connected);
  await page.locator('.line').waitFor();
  await at('connected', '[data-open]');
  tell(opened, { ...connected, speaking: ['operator', 'citizen'] });
  await at('speaking', '.meeting-hole[data-speaks]');
  tell(opened, { ...connected, share: { kind: 'card', card: 'lavoro-uno' } });
  await at('card', '.shared-card');
  tell(opened, { ...connected, share: form });
  await at('form', '.form-field');
  await press('.form-field');
  await at('field', '.meeting .key');
  tell(opened, { ...connected, share: appointment });
  await at('appointment', '.appointment-code');
  tell(opened, { ...connected, recording: { state: 'asked', sound: true } });
  await at('recording', '.recording-inside');
  tell(opened, {
    ...connected,
    share: {
      kind: 'document',
      url: `/call/pictures/${'a'.repeat(64)}`,
      title: 'Domanda',
      pages: 3,
      page: 2,
      pointer: { x: 0.5, y: 0.5 },
    },
  });
  await at('document', '.shared-pointer');
  tell(opened, { ...connected, state: 'interrupted', picture: false });
  await at('interrupted', '.meeting-trouble');
  tell(opened, connected);
  await page.locator('[data-open]').waitFor();
  await press('.meeting-bar .device:nth-of-type(3)');
  await at('writing', '.meeting .key');
  tell(opened, view({ state: 'ended', outcome: 'answered' }));
  await page.locator('.over').waitFor();
  tell(opened, text);
  await page.locator('.meeting .key').first().waitFor();
  await page.locator('.meeting .field-input').fill('Vorrei sapere');
  await at('text', '.line-mine');
  tell(opened, view({ state: 'ended', outcome: 'answered' }));
  await at('answered', '.over .appointment');
  tell(opened, view({ state: 'ended', outcome: 'broken' }));
  await at('broken', '.tone-red');
  tell(opened, view({ state: 'closed', opens: later }));
  await at('closed', '.tone-ochre');
  await press('.over .call-main');
  await at('number', '.over .tongue');
  tell(opened, view({ state: 'closed', noted: later }));
  await at('noted', '.tone-green');
};

async function seen(
  t: ExecutionContext,
  profiles: ProfileName[],
  what: { contrast?: boolean; rules?: boolean },
): Promise<Seen[]> {
  // A busy machine takes its time for more than twenty states.
  t.timeout(300_000);
  const {
    seen: met,
    errors,
    refused,
  } = await seeEverything(bench, profiles, {
    contrast: what.contrast ?? false,
    rules: what.rules ?? false,
    tour,
    content: twoOffices(),
  });
  t.deepEqual([...errors, ...refused], []);
  t.deepEqual(
    met.map(({ state }) => state),
    states,
  );
  return met;
}

const wrong = (met: Seen[], what: (of: Seen) => unknown[]) =>
  met.flatMap((of) => what(of).map((each) => `${of.state}: ${JSON.stringify(each)}`));

test.serial('a call in every state: axe, contrast, sizes', async (t) => {
  const met = await seen(t, [], { contrast: true, rules: true });
  t.deepEqual(
    wrong(met, ({ axe }) => axe),
    [],
  );
  t.deepEqual(
    wrong(met, ({ texts }) => texts.filter(({ ratio, large }) => ratio < (large ? 3 : 4.5))),
    [],
  );
  t.deepEqual(
    wrong(met, ({ signs }) => signs.filter(({ ratio }) => ratio < 3)),
    [],
  );
  t.deepEqual(
    wrong(met, ({ cut, small }) => [...cut, ...small]),
    [],
  );
});

test.serial('contrast: a call in every state has 7:1', async (t) => {
  const met = await seen(t, ['contrast'], { contrast: true });
  t.deepEqual(
    wrong(met, ({ texts }) => texts.filter(({ ratio }) => ratio < 7)),
    [],
  );
  t.deepEqual(
    wrong(met, ({ signs }) => signs.filter(({ ratio }) => ratio < 3)),
    [],
  );
});

test.serial('low: every control of a call comes within the lowest band', async (t) => {
  const met = await seen(t, ['low', 'calm'], {});
  t.deepEqual(
    wrong(met, ({ outside }) => outside),
    [],
  );
  t.deepEqual(
    wrong(met, ({ cut, small }) => [...cut, ...small]),
    [],
  );
  t.deepEqual(
    wrong(met, ({ moving }) => moving),
    [],
  );
});

test.serial('large: capitals of a call are high enough, and nothing is cut off', async (t) => {
  const met = await seen(t, ['large'], {});
  t.deepEqual(
    wrong(met, ({ low }) => low),
    [],
  );
  t.deepEqual(
    wrong(met, ({ cut, small }) => [...cut, ...small]),
    [],
  );
});

test.serial('large, contrast, low and simple together: nothing of a call is cut off', async (t) => {
  const met = await seen(t, ['large', 'contrast', 'low', 'simple'], {});
  t.deepEqual(
    wrong(met, ({ cut, small }) => [...cut, ...small]),
    [],
  );
});
