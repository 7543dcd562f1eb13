import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { fetch } from 'undici';
import type { ArtifactSource } from '../../agent/artifacts/index.ts';
import { createProof, openContent } from '../../agent/content/index.ts';
import { openLedger } from '../../agent/health/index.ts';
import { openOutbox } from '../../agent/link/index.ts';
import { createExecutors, createReconciler } from '../../agent/reconcile/index.ts';
import { openState } from '../../agent/state/index.ts';
import { success, Totem, type TotemEvent, validatorOf } from '../../protocol/index.ts';
import { newAgentFolder, startAgent } from '../harness/agent.ts';
import { put, writeContent, writeVideo } from '../harness/content.ts';
import { newToken, startHub } from '../harness/hub.ts';
import {
  makeRelease,
  newEditor,
  publish,
  ringOf,
  setKeyRing,
  sha256Of,
  type TestRelease,
} from '../harness/release.ts';
import { maySmallDisk, newSmallDisk, type SmallDisk } from '../harness/small-disk.ts';
import { until } from '../harness/until.ts';

const log = pino({ level: 'silent' });
const at = '2026-11-23T10:00:00.000Z';
const readTotem = validatorOf(Totem);
const nothing = () => undefined;
const played = (number: number): TotemEvent => ({
  kind: 'playlist.played',
  at,
  media: `media/${number}.jpg`,
  seconds: 1,
});

/** Names and bytes of everything below a folder. */
async function picture(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) found[path] = sha256Of(await readFile(path));
  }
  return found;
}

/** The parts of an agent that write, on a disk that can be filled. */
async function writers(disk: SmallDisk) {
  const state = await openState(join(disk.folder, 'state'), log);
  const outbox = await openOutbox({ folder: join(disk.folder, 'outbox'), log });
  let room = 0;
  const ledger = openLedger({
    outbox,
    state,
    onRecorded: nothing,
    onFaultsChanged: nothing,
    onRoom: () => {
      room += 1;
    },
    now: Date.now,
    log,
    retry: 20,
  });
  const faults = () => ledger.faults.list().map(({ code, part }) => `${code} ${part}`);
  return { state, outbox, ledger, faults, rooms: () => room };
}

/** The events that wait in an outbox, in order, by what tells them apart. */
async function recorded(folder: string): Promise<string[]> {
  const outbox = await openOutbox({ folder, log });
  const seen: string[] = [];
  for (let batch = await outbox.batch(); batch; batch = await outbox.batch()) {
    for (const event of batch.events) {
      seen.push(
        'media' in event ? event.media : 'fault' in event ? `${event.kind} ${event.fault.part}` : event.kind,
      );
    }
    await outbox.acknowledge({ outbox: batch.outbox, sequence: batch.first + batch.events.length - 1 });
  }
  return seen;
}

async function refusedState(t: ExecutionContext): Promise<void> {
  const disk = await newSmallDisk(t, 1);
  const { state, ledger, faults, rooms } = await writers(disk);
  t.teardown(() => ledger.stop());
  const revise = (revision: number) =>
    ledger.remember((draft) => {
      draft.desired = { revision, content: null, keyRing: null, configuration: {} };
    });
  // One generation only: with two, the older one makes room for the next.
  t.true(await revise(2));
  await disk.fill();
  const path = join(disk.folder, 'state', 'state.json');
  const before = await readFile(path, 'utf8');
  for (const revision of [3, 4]) t.false(await revise(revision));
  t.true(faults().includes('storage.full state'));
  t.is(state.data().desired?.revision, 2);
  t.is(await readFile(path, 'utf8'), before);
  // A try that is under way has a temporary file.
  await until('nothing else to be left', async () => {
    const names = (await readdir(join(disk.folder, 'state'))).sort();
    return names.join() === 'state.former.json,state.json';
  });
  t.is((await openState(join(disk.folder, 'state'), log)).data().desired?.revision, 2);

  t.is(rooms(), 0);
  await disk.free();
  await until('the fault to clear by itself', () => faults().length === 0 && rooms() > 0);
  t.true(await revise(5));
  t.is((await openState(join(disk.folder, 'state'), log)).data().desired?.revision, 5);
}

async function refusedEvents(t: ExecutionContext): Promise<void> {
  const disk = await newSmallDisk(t, 1);
  const { outbox, ledger, faults } = await writers(disk);
  const folder = join(disk.folder, 'outbox');
  await outbox.append(played(1));
  await disk.fill();
  let last = 1;
  const appendNext = async () => {
    await outbox.append(played(last + 1));
    last += 1;
  };
  // The last page of the segment still takes some.
  await t.throwsAsync(
    async () => {
      for (;;) await appendNext();
    },
    { code: 'ENOSPC' },
  );
  const before = await picture(folder);
  await t.throwsAsync(appendNext, { code: 'ENOSPC' });
  t.deepEqual(await picture(folder), before, 'what was written in part is cut off again');
  t.is(outbox.pending, last);

  for (const number of [1, 2, 3]) ledger.record(played(last + number));
  await until('the fault', () => faults().length > 0);
  t.deepEqual(faults(), ['storage.full events']);

  await disk.free();
  await until('the fault to clear by itself', () => faults().length === 0);
  await ledger.stop();
  await outbox.close();
  const seen = await recorded(folder);
  const media = seen.filter((name) => name.startsWith('media/'));
  t.deepEqual(
    media,
    Array.from({ length: last + 3 }, (_, index) => `media/${index + 1}.jpg`),
    'none is lost and they are in order',
  );
  t.deepEqual(
    seen.filter((name) => name.startsWith('fault')),
    ['fault.raised events', 'fault.cleared events'],
  );
}

/** Two releases of which the second has a film, and a totem that shows the first. */
async function fetching(t: ExecutionContext) {
  const root = await newAgentFolder(t);
  const source = join(root, 'source');
  const artifacts = join(root, 'artifacts');
  await mkdir(artifacts);
  const editor = newEditor();
  await writeContent(source);
  const first = await makeRelease(source, 'r-1', editor);
  await writeVideo(source, 'media/film.webm', 400_000);
  await put(source, { 'playlist.yaml': 'version: 1\nitems:\n  - media: media/film.webm\n' });
  const second = await makeRelease(source, 'r-2', editor);
  for (const { bytes } of [first, second]) {
    for (const [sha256, content] of bytes) await writeFile(join(artifacts, sha256), content);
  }
  const film = second.files.find(({ path }) => path === 'media/film.webm')?.sha256 ?? '';
  return { first, second, film, artifacts, editor };
}

async function refusedFetch(t: ExecutionContext): Promise<void> {
  const disk = await newSmallDisk(t, 3);
  const { first, second, film, artifacts, editor } = await fetching(t);
  const { state, ledger, faults } = await writers(disk);
  const asked: { sha256: string; offset: number }[] = [];
  let fills = true;
  let tries = 0;
  const source: ArtifactSource = {
    get: async (sha256, offset) => {
      asked.push({ sha256, offset });
      return success({ offset, body: pieces(sha256, offset) });
    },
    close: nothing,
  };
  async function* pieces(sha256: string, offset: number): AsyncGenerator<Uint8Array> {
    for await (const piece of createReadStream(join(artifacts, sha256), {
      start: offset,
      highWaterMark: 16_384,
    })) {
      yield piece;
      // There was room when the fetch began; something else takes it.
      if (sha256 === film && fills) await disk.fill();
    }
  }
  const content = await openContent({
    folder: disk.folder,
    version: '1.0.0',
    state,
    source,
    proof: createProof({ seconds: 30, watched: false }),
    reserveBytes: 0,
    faults: ledger.faults,
    record: nothing,
    onShown: nothing,
    onChange: nothing,
    now: Date.now,
    log,
  });
  const { executors, actual } = createExecutors({
    content,
    state,
    ledger,
    screenFree: async () => undefined,
    onConfiguration: nothing,
    onChange: nothing,
  });
  const reconciler = createReconciler({
    desired: () => state.data().desired,
    actual,
    executors,
    delay: () => {
      tries += 1;
      return 20;
    },
    log,
  });
  t.teardown(async () => {
    await reconciler.stop();
    await ledger.stop();
  });
  const desire = async (revision: number, { release, manifest }: TestRelease) => {
    await ledger.remember((draft) => {
      draft.desired = {
        revision,
        content: { release, manifest },
        keyRing: ringOf(editor),
        configuration: {},
      };
    });
    reconciler.request();
  };
  await desire(1, first);
  await until(
    'the first release',
    () => content.shown()?.release === 'r-1' && state.data().content.state === 'idle',
  );
  const whole = await picture(join(disk.folder, 'releases'));

  await desire(2, second);
  await until('the disk to be full', () => faults().includes('storage.full content'));
  const before = tries;
  await until('more tries', () => tries > before + 2);
  t.is(content.shown()?.release, 'r-1');
  t.is(state.data().content.state, 'fetching');
  t.is(state.data().content.active?.release, 'r-1');
  t.is(content.problem()?.code, 'no_space');
  t.deepEqual(await picture(join(disk.folder, 'releases')), whole);

  fills = false;
  await disk.free();
  await until(
    'the second release',
    () => content.shown()?.release === 'r-2' && state.data().content.state === 'idle',
  );
  await until('the faults to clear', () => faults().length === 0);
  t.is(content.problem(), null);
  t.true(
    asked.some(({ sha256, offset }) => sha256 === film && offset > 0),
    'what was here was not fetched again',
  );
  for (const { path, sha256 } of second.files) {
    t.is(sha256Of(await readFile(join(disk.folder, 'releases/r-2/files', path))), sha256);
  }
}

async function wholeAgent(t: ExecutionContext): Promise<void> {
  const disk = await newSmallDisk(t, 8);
  const hub = await startHub(t);
  const { first, second, editor } = await fetching(t);
  await setKeyRing(hub, ringOf(editor));
  await publish(hub, first);
  const agent = await startAgent(t, {
    token: await newToken(hub),
    data: join(disk.folder, 'totem'),
    yaml: 'display: {enabled: false}\ncontent: {reserveBytes: 0}\nhealth: {heartbeatSeconds: 5}\n',
    environment: { NODE_COMPILE_CACHE: join(await newAgentFolder(t), 'code') },
  });
  const known = async () => {
    const totem = readTotem(await (await hub.api(`/totems/${agent.totem}`)).json());
    if (!totem.ok) throw new Error(totem.error.message);
    return totem.value;
  };
  const shown = async () => {
    const read = await fetch(new URL('content.json', agent.kiosk));
    return (await read.text()).includes('"release":"r-2"') ? 'r-2' : 'r-1';
  };
  await until('the first release', async () => (await known()).reported?.content.active === 'r-1');
  await until('the operation to be over', async () => (await known()).reported?.content.state === 'idle');
  await disk.fill();
  await publish(hub, second);
  await until('the hub to hear of the full disk', async () =>
    (await known()).health?.faults.some(({ code }) => code === 'storage.full'),
  );
  t.is(await shown(), 'r-1');
  t.true((await stat(`/proc/${agent.pid}`)).isDirectory());
  t.true((await known()).online);

  await disk.free();
  await until('the second release', async () => (await known()).reported?.content.active === 'r-2', 60_000);
  await until('the faults to clear', async () => (await known()).health?.faults.length === 0, 30_000);
  t.is(await shown(), 'r-2');
  await until('the hub to be told of the fault', async () => {
    const text = await (await hub.api('/events?limit=100')).text();
    return text.includes('fault.raised') && text.includes('fault.cleared') && text.includes('storage.full');
  });
  t.is(await agent.stop(), 0);
}

// Only root may mount a disk of its own; for everyone else the reserve of bytes stands for a full disk elsewhere.
if (maySmallDisk) {
  test(
    'a full disk refuses a change of state, keeps the former one, and is told until there is room',
    refusedState,
  );
  test('events that a full disk refuses wait, and are recorded in order once there is room', refusedEvents);
  test(
    'a disk that becomes full during a fetch changes nothing, and room lets the fetch go on',
    refusedFetch,
  );
  test(
    'a totem on a full disk lives, shows what it has, and takes what the hub wants once there is room',
    wholeAgent,
  );
}
