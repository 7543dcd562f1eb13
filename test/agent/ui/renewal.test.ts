import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import pino from 'pino';
import type { Page } from 'playwright-core';
import { startKiosk } from '../../../agent/kiosk/index.ts';
import { type PageRenewal, startRenewal } from '../../../agent/renewal/index.ts';
import type { AgentMessage, PageMessage } from '../../../protocol/kiosk.ts';
import { eventually } from '../../harness/eventually.ts';
import { until } from '../../harness/until.ts';
import { type Bench, begin, calm, leave, openBench } from './browser.ts';
import { fixtureContent } from './fixture.ts';

let bench: Bench;
test.before(async () => {
  bench = await openBench();
});
test.after.always(() => bench.close());

const settings = { sessions: 1, displaySessions: 0, memoryMebibytes: 0, quietSeconds: 60 };

interface Totem {
  page: Page;
  renewal: PageRenewal;
  heard: PageMessage[];
  send(message: AgentMessage): void;
  /** Lets this much of the renewal's time pass, in milliseconds. */
  pass(milliseconds: number): void;
  /** How often the display was told that the page renews itself. */
  renewals(): number;
  /** Waits for a renewal, asking again and again as the agent does. */
  renewed(): Promise<void>;
}

/** Kiosk, page and renewal as on a totem; `when` hears what the page says before the renewal does. */
async function startTotem(
  t: ExecutionContext,
  when: (message: PageMessage, totem: Totem) => void = () => undefined,
) {
  const folder = await mkdtemp(join(tmpdir(), 'totem-renewal-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const log = pino({ level: 'silent' });
  const content = { release: 'r1', folder, compiled: fixtureContent('r1') };
  const kiosk = await startKiosk({ port: 0, pageFolder: bench.folder, content: () => content, log });
  t.teardown(() => kiosk.stop());
  let time = 0;
  let renewals = 0;
  let state = 'attract';
  const renewal = startRenewal({
    settings,
    display: {
      figures: () => ({ state: 'running', restarts: 0, pageBytes: null }),
      pageRenews: () => {
        renewals += 1;
      },
      rebuild: () => t.fail('the display is not to be built anew'),
    },
    occupied: () => state !== 'attract',
    send: kiosk.send,
    log,
    now: () => time,
    every: 20,
  });
  t.teardown(renewal.stop);
  const context = await bench.browser.newContext({
    viewport: { width: 540, height: 960 },
    reducedMotion: 'reduce',
  });
  t.teardown(() => context.close());
  const page = await context.newPage();
  const totem: Totem = {
    page,
    renewal,
    heard: [],
    send: kiosk.send,
    pass: (milliseconds) => {
      time += milliseconds;
    },
    renewals: () => renewals,
    async renewed() {
      const before = renewals;
      await until('the page to load anew', () => {
        if (renewals > before) return true;
        time += 10_000;
        return false;
      });
    },
  };
  kiosk.onConnections(() => {
    kiosk.send(calm);
    kiosk.send({ type: 'content', release: 'r1' });
  });
  kiosk.onMessage((message) => {
    totem.heard.push(message);
    if (message.type === 'session') {
      state = message.state;
      renewal.session(state !== 'attract');
    }
    when(message, totem);
    renewal.heard(message);
  });
  await page.goto(kiosk.screenUrl);
  await page.locator('.call-first').waitFor();
  return totem;
}

const mark = (page: Page) => page.evaluate(() => document.documentElement.setAttribute('data-old', ''));
const isOld = (page: Page) => page.evaluate(() => document.documentElement.hasAttribute('data-old'));
const tap = ['down', 'up'] as const;

test.serial(
  'after its sessions the page is loaded anew in the quiet, and is ready for the next',
  async (t) => {
    const totem = await startTotem(t);
    const { page } = totem;
    await mark(page);
    totem.pass(10 * settings.quietSeconds * 1000);
    await begin(page);
    await leave(page);
    await eventually(t, () => isOld(page), true);
    await totem.renewed();
    await page.locator(':root:not([data-old]) .call-first').waitFor();
    await begin(page);
    t.is(totem.renewals(), 1);
  },
);

test.serial('who uses the page is not disturbed, whatever the agent believes', async (t) => {
  const totem = await startTotem(t);
  const { page } = totem;
  await mark(page);
  await begin(page);
  totem.send({ type: 'renew' });
  await page.locator('.tile').first().click();
  await page.locator('.row').first().waitFor();
  // It was just used: a finger that has not left the glass yet would lose its touch.
  await leave(page);
  totem.send({ type: 'renew' });
  await begin(page);
  await eventually(t, () => isOld(page), true);
  t.false(totem.heard.some(({ type }) => type === 'renewing'));
  t.is(totem.renewals(), 0);
});

test.serial('a touch at the very moment begins a session in the new page', async (t) => {
  let passed: boolean[] = [];
  const touch = (totem: Totem) => {
    passed = tap.map((phase) =>
      totem.renewal.keep({ type: 'touch', phase, contact: 0, x: 0.5, y: 0.3, origin: 'panel' }),
    );
  };
  const totem = await startTotem(t, (message, of) => {
    // On its way to the page when the page had decided already: it never arrives there.
    if (message.type === 'renewing') touch(of);
  });
  const { page } = totem;
  await mark(page);
  await begin(page);
  await leave(page);
  await totem.renewed();
  t.deepEqual(passed, [false, false], 'nobody knew yet');
  await page.locator(':root:not([data-old]) .stage:not([inert]) .home').waitFor();
  t.is(totem.renewals(), 1);
  t.false(totem.renewal.keep({ type: 'key', key: 'ok', phase: 'down' }), 'from now on all goes to the page');
});
