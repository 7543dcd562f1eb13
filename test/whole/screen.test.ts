import { execFileSync } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { renderSVG } from 'uqr';
import { CommandResult, DoctorReport, Totem, validatorOf } from '../../protocol/index.ts';
import { newAgentFolder, startAgent, type TestAgent } from '../harness/agent.ts';
import { type Cli, cliFor } from '../harness/cli.ts';
import { card, put, writeContent } from '../harness/content.ts';
import { tapBytes } from '../harness/evdev.ts';
import { decodeFrame, isNear, pixelAt, readQrCodes } from '../harness/frame.ts';
import { newToken, startHub, type TestHub } from '../harness/hub.ts';
import { until } from '../harness/until.ts';

/**
 * From the editor's command line to the pixels on the screen, and from a finger back to them: a hub, a totem with
 * its display and the command line, each as its own process.
 */

const size = { width: 360, height: 640 };
const axis = 4096;
const readTotem = validatorOf(Totem);
const readResult = validatorOf(CommandResult);
const readReport = validatorOf(DoctorReport);

interface Place {
  hub: TestHub;
  totem: TestAgent;
  cli: Cli;
  folder: string;
  device: string;
  yaml: string;
}

/** A playlist of one picture that is a QR code of `words`, and a card whose link is shown as another one. */
async function write(folder: string, words: string): Promise<void> {
  await writeContent(folder);
  await put(folder, {
    // In the upper half, where the page's invitation to touch leaves the attract layer free.
    'media/cerchio.svg': `<svg xmlns="http://www.w3.org/2000/svg" width="360" height="640" viewBox="0 0 360 640"><rect width="360" height="640" fill="#fff"/><svg x="80" y="40" width="200" height="200">${renderSVG(words, { border: 2 })}</svg></svg>`,
    'cards/centro-impiego/it.md': card('Iscriversi').replace(
      'updated:',
      `link: https://example.org/${words}\nupdated:`,
    ),
  });
}

async function openPlace(t: ExecutionContext): Promise<Place> {
  const hub = await startHub(t);
  const data = await newAgentFolder(t);
  const device = join(data, 'touch');
  execFileSync('mkfifo', [device]);
  const yaml = [
    `display: {width: ${size.width}, height: ${size.height}, framesPerSecond: 15}`,
    `touch: [{path: ${device}, maximumX: ${axis}, maximumY: ${axis}}]`,
    'content: {proveSeconds: 60}',
    'health: {heartbeatSeconds: 1}',
    '',
  ].join('\n');
  const token = await newToken(hub, { name: 'Atrio', groups: ['sedi'] });
  const totem = await startAgent(t, { data, yaml, token });
  const cli = await cliFor(t);
  const signedIn = await cli.run(
    ['login', hub.urls.http, '--name', 'admin', '--password-stdin'],
    hub.password,
  );
  t.is(signedIn.code, 0, signedIn.err);
  const folder = join(data, 'content');
  await mkdir(folder);
  return { hub, totem, cli, folder, device, yaml };
}

async function push(t: ExecutionContext, { cli, folder }: Place): Promise<void> {
  const pushed = await cli.run(['content', 'push', folder, '--group', 'sedi', '--wait', '--timeout', '80s']);
  t.is(pushed.code, 0, pushed.err + pushed.out);
}

async function picture({ hub, totem }: Place): Promise<Buffer> {
  const response = await hub.api(`/totems/${totem.totem}/screenshot`);
  return response.ok ? Buffer.from(await response.arrayBuffer()) : Buffer.alloc(0);
}

/** Waits until the frame on the screen carries this QR code. */
function untilRead(place: Place, words: string): Promise<boolean> {
  return until(
    `the frame to carry ${words}`,
    async () => {
      const jpeg = await picture(place);
      return jpeg.length > 0 && (await readQrCodes(jpeg)).includes(words);
    },
    60_000,
  );
}

async function totemOf({ hub, totem }: Place): Promise<Totem> {
  const answer = readTotem(await (await hub.api(`/totems/${totem.totem}`)).json());
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

async function session(place: Place): Promise<string | undefined> {
  return (await totemOf(place)).health?.session;
}

/** What the doctor finds at these checks, nobody standing at the totem. */
async function doctor({ cli, totem }: Place, only: string): Promise<string[]> {
  const socket = join(totem.data, 'run', 'agent.sock');
  const examined = await cli.run(['doctor', '--json', '--only', only, '--socket', socket]);
  const report = readReport(examined.json());
  if (!report.ok) throw new Error(`${report.error.message}: ${examined.out}`);
  return report.value.results.flatMap(({ findings }) => findings.map(({ code }) => code));
}

async function tapRemotely({ hub, totem }: Place, x: number, y: number) {
  const response = await hub.api(`/totems/${totem.totem}/commands`, {
    method: 'POST',
    body: JSON.stringify({ name: 'tap', arguments: { x, y } }),
  });
  const result = readResult(await response.json());
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

test.serial(
  'what an editor pushes is on the frame, a finger changes it, and a citizen is not disturbed',
  async (t) => {
    t.timeout(240_000);
    const place = await openPlace(t);
    await write(place.folder, 'prima');
    await push(t, place);
    await untilRead(place, 'prima');

    await write(place.folder, 'seconda');
    await push(t, place);
    await untilRead(place, 'seconda');

    const finger = await open(place.device, 'w');
    t.teardown(() => finger.close());
    await finger.write(tapBytes(axis / 2, axis / 4));
    await until('the session to begin', async () => (await session(place)) === 'active');
    await until('the home page to cover the attract layer', async () => {
      const jpeg = await picture(place);
      return jpeg.length > 0 && (await readQrCodes(jpeg)).length === 0;
    });

    const refused = await tapRemotely(place, 0.5, 0.5);
    t.like(refused, { ok: false, error: { code: 'session_active' } });
    const polite = await doctor(place, 'display');
    t.true(polite.includes('check.citizen_present'), polite.join());
    t.false(polite.includes('display.pattern_rendered'));

    await write(place.folder, 'terza');
    const held = await place.cli.run(['content', 'push', place.folder, '--group', 'sedi']);
    t.is(held.code, 0, held.err);
    await until(
      'the third release to be fetched',
      async () => (await totemOf(place)).reported?.content.state === 'verified',
      30_000,
    );
    t.is(await session(place), 'active', 'what is new waits for the end of the session');

    // "Ho finito" stands at the right end of the lowest band, on every page.
    await finger.write(tapBytes(axis * 0.92, axis * 0.96));
    await until('the session to end', async () => (await session(place)) === 'attract');
    await untilRead(place, 'terza');

    const examined = await doctor(place, 'display,network');
    t.is(examined.filter((code) => code === 'display.pattern_rendered').length, 3, examined.join());
    t.true(examined.includes('network.mqtt_online'), examined.join());
    await untilRead(place, 'terza');

    const allowed = await tapRemotely(place, 0.5, 0.3);
    t.true(allowed.ok, JSON.stringify(allowed));
    await until('the remote tap to open the home page', async () => (await session(place)) === 'active');

    // Usage is let go when its hour is over: until then it is on the totem's disk, or at the hub if it just turned.
    await until('the session to be counted', async () => {
      const kept = await readFile(join(place.totem.data, 'usage.json'), 'utf8').catch(() => '');
      const sent = await place.hub.api(`/totems/${place.totem.totem}/events?limit=100`);
      return kept.includes('session.ended') || (await sent.text()).includes('session.ended');
    });
  },
);

test.serial(
  'a display that is killed comes back by itself, and a totem without a hub shows what it has',
  async (t) => {
    t.timeout(240_000);
    const place = await openPlace(t);
    await write(place.folder, 'resta');
    await push(t, place);
    await untilRead(place, 'resta');

    const started = place.totem.log.findLast((line) => line.includes('display started')) ?? '{}';
    process.kill(Number(/"pid":(\d+)/.exec(started)?.[1]), 'SIGKILL');
    await until(
      'the restart to be counted',
      async () => ((await totemOf(place)).health?.display.restarts ?? 0) > 0,
      60_000,
    );
    await untilRead(place, 'resta');
    await until(
      'the fault to be cleared',
      async () => (await totemOf(place)).health?.faults.length === 0,
      60_000,
    );

    t.is(await place.totem.stop(), 0);
    await place.hub.stop();
    const alone = await startAgent(t, { data: place.totem.data });
    await until(
      'the content on the screen without a hub',
      () => alone.log.some((line) => line.includes('content on the screen')),
      60_000,
    );

    // The hub is back at the same addresses: the totem returns to it and its frame still carries the content.
    const again = await startHub(t, { data: place.hub.data, environment: place.hub.ports });
    const later = { ...place, hub: again, totem: alone };
    await until('the totem to be online', async () => (await totemOf(later)).online, 60_000);
    await untilRead(later, 'resta');
    const frame = await decodeFrame(await picture(later));
    t.is(frame.width, size.width);
    t.is(frame.height, size.height);
    t.true(isNear(pixelAt(frame, 0.5, 0.03), [255, 255, 255]), 'the picture fills the screen');
  },
);
