import { readFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import type { Totem } from '../../protocol/index.ts';
import { type Cli, cliFor } from '../harness/cli.ts';
import { healthOf } from '../harness/health.ts';
import { type Scripted, signedIn, startScriptedHub } from '../harness/scripted-hub.ts';

const since = '2026-11-23T10:00:00.000Z';

function totem(id: string, more: Partial<Totem> = {}): Totem {
  return {
    id,
    name: `Totem ${id}`,
    site: { id: 1, name: 'Centro per l’impiego', address: 'Via Soderini 24', town: 'Milano' },
    groups: ['station'],
    enrolled: since,
    certificateExpires: '2028-11-23T10:00:00.000Z',
    revoked: false,
    online: true,
    lastSeen: since,
    desired: { revision: 1, content: null, keyRing: null, configuration: {} },
    reported: null,
    health: null,
    messagesRefused: 0,
    ...more,
  };
}

const health = healthOf({
  at: since,
  uptimeSeconds: 7200,
  cpuPercent: 12.4,
  memoryUsedBytes: 400_000_000,
  memoryTotalBytes: 1_000_000_000,
  temperatureCelsius: 51.2,
  faults: [{ code: 'touch.device_lost', part: '/dev/input/event0', message: 'no such device', since }],
});

const fleet = [
  totem('lodi-01', { health }),
  totem('legnano-02', { online: false, groups: ['entrance'], site: null, name: 'Evil \u001b[31mname\u0007' }),
];

async function signIn(t: ExecutionContext, answers: Parameters<typeof startScriptedHub>[1]) {
  const cli = await cliFor(t);
  const hub = await startScriptedHub(t, { 'POST /session': signedIn, ...answers });
  t.is((await cli.run(['login', hub.url, '--password-stdin'], 'x')).code, 0);
  return { cli, hub };
}

const fleetAnswers: Record<string, Scripted> = { 'GET /totems': { json: { totems: fleet } } };

async function ids(cli: Cli, ...filters: string[]): Promise<string[]> {
  const run = await cli.run(['ls', '--json', ...filters]);
  const { totems } = run.json() as { totems: Totem[] };
  return totems.map(({ id }) => id);
}

test.serial('ls lists the fleet as a table, and as the API gives it to programs', async (t) => {
  const { cli } = await signIn(t, fleetAnswers);
  const table = await cli.run(['ls']);
  t.is(table.code, 0);
  const [head, first, second] = table.out.split('\n');
  t.regex(head ?? '', /^ID +NAME +SITE +GROUPS +STATE +CONTENT +FAULTS +SEEN$/);
  t.regex(first ?? '', /^lodi-01 +Totem lodi-01 +Centro per l’impiego +station +online +none +1 +now$/);
  t.regex(second ?? '', /^legnano-02 +Evil name +entrance +offline +none +\d+ \w+ ago$/);
  t.false(table.out.includes('\u001b'));
  t.deepEqual((await cli.run(['ls', '--json'])).json(), { totems: fleet });
});

test.serial('ls filters by group, connection and faults', async (t) => {
  const { cli } = await signIn(t, fleetAnswers);
  t.deepEqual(await ids(cli, '--group', 'entrance'), ['legnano-02']);
  t.deepEqual(await ids(cli, '--group', 'all'), ['lodi-01', 'legnano-02']);
  t.deepEqual(await ids(cli, '--online'), ['lodi-01']);
  t.deepEqual(await ids(cli, '--offline'), ['legnano-02']);
  t.deepEqual(await ids(cli, '--faults'), ['lodi-01']);
  t.regex((await cli.run(['ls', '--group', 'nobody'])).out, /None of the 2 totems matches/);
});

test.serial('on a terminal the table fits, the ids stay whole, and colours obey NO_COLOR', async (t) => {
  const { cli } = await signIn(t, fleetAnswers);
  for (const columns of [100, 60, 24]) {
    const run = await cli.runOnTerminal(['ls'], columns);
    const lines = stripVTControlCharacters(run.out).split(/\r?\n/);
    t.true(run.out.includes('\u001b['), `colours at ${columns}`);
    t.true(lines.some((line) => line.includes('legnano-02')));
    if (columns > 40) t.true(Math.max(...lines.map((line) => line.length)) <= columns, run.out);
  }
  const plain = await cliFor(t, { NO_COLOR: '1', XDG_CONFIG_HOME: cli.home });
  t.false((await plain.runOnTerminal(['ls'], 100)).out.includes('\u001b['));
});

test.serial('show says how one totem is and what cures its faults', async (t) => {
  const { cli } = await signIn(t, { 'GET /totems/lodi-01': { json: fleet[0] } });
  const shown = await cli.run(['show', 'lodi-01']);
  t.is(shown.code, 0, shown.err);
  t.regex(shown.out, /^Totem +lodi-01 {2}Totem lodi-01$/m);
  t.regex(shown.out, /^Memory +400 MB of 1\.0 GB \(40 %\)$/m);
  t.regex(shown.out, /^Temperature +51 °C$/m);
  t.regex(shown.out, /^In service +yes$/m);
  t.regex(shown.out, /^Network eth0 +1000 Mbit\/s, 123 MB in, 23\.5 MB out, 0 errors$/m);
  t.regex(shown.out, /^To the hub and back +13 ms, 0 % late or lost$/m);
  t.regex(shown.out, /^Disk life used +mmcblk0 20 %$/m);
  t.regex(shown.out, /touch\.device_lost \(\/dev\/input\/event0\).*\n.*\n.*The touch device is gone/);
  t.deepEqual((await cli.run(['show', 'lodi-01', '--json'])).json(), fleet[0]);

  const unknown = await cli.run(['show', 'nobody']);
  t.is(unknown.code, 1);
  t.regex(unknown.err, /totem ls shows the ids/);
});

test.serial('screenshot saves the picture; an offline totem is told as such', async (t) => {
  const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 0xff, 0xd9]);
  const { cli } = await signIn(t, {
    'GET /totems/lodi-01/screenshot': { raw: picture, type: 'image/jpeg' },
    'GET /totems/odd/screenshot': { raw: '<p>', type: 'text/html' },
    'GET /totems/legnano-02/screenshot': {
      status: 503,
      json: { error: { code: 'offline', message: 'the totem is not connected' } },
    },
  });
  const saved = await cli.run(['screenshot', 'lodi-01', '-o', 'screen.jpg']);
  t.is(saved.code, 0, saved.err);
  t.regex(saved.out, /^Saved \S+screen\.jpg \(9 B\)\.$/m);
  t.deepEqual(await readFile(`${cli.home}/screen.jpg`), picture);

  const named = (await cli.run(['screenshot', 'lodi-01', '--json'])).json();
  t.like(named, { totem: 'lodi-01', bytes: 9 });
  t.regex((named as { file: string }).file, /lodi-01-\d{8}-\d{6}\.jpg$/);

  const offline = await cli.run(['screenshot', 'legnano-02']);
  t.is(offline.code, 1);
  t.regex(offline.err, /not connected; totem show legnano-02/);
  t.is((await cli.run(['screenshot', 'odd'])).code, 1);
  t.regex((await cli.run(['screenshot', 'lodi-01', '-o', 'no/such/x.jpg'])).err, /name another file with -o/);
});
