import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  access,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import Type, { type Static } from 'typebox';
import { contentEvents, contentTransitions, nextContentState } from '../../agent/content/table.ts';
import { type ContentState, contentStates, jsonValidatorOf, type KeyPair } from '../../protocol/index.ts';
import { newAgentFolder } from '../harness/agent.ts';
import { card, put, writeContent, writeVideo } from '../harness/content.ts';
import type { Orders } from '../harness/content-process.ts';
import { makeRelease, newEditor, ringOf, sha256Of, type TestRelease } from '../harness/release.ts';

const copy = promisify(execFile);
const program = fileURLToPath(new URL('../harness/content-process.ts', import.meta.url));
const Name = Type.Union([Type.String(), Type.Null()]);
const Reference = Type.Union([Type.Object({ release: Type.String() }), Type.Null()]);
const Outcome = Type.Object({
  states: Type.Array(Type.String()),
  asked: Type.Array(Type.Object({ sha256: Type.String(), offset: Type.Integer() })),
  shownFirst: Name,
  damagedFirst: Type.Integer(),
  shown: Name,
  content: Type.Object({
    state: Type.String(),
    active: Reference,
    previous: Reference,
    target: Reference,
    rejected: Reference,
  }),
  problem: Type.Union([Type.Object({ code: Type.String(), message: Type.String() }), Type.Null()]),
  faults: Type.Array(Type.String()),
});
type Outcome = Static<typeof Outcome>;
const readOutcome = jsonValidatorOf(Outcome, 1024 * 1024);

/** A totem's folder, a folder of artifacts, an editor, and two releases that share most of their files. */
interface Bench {
  folder: string;
  artifacts: string;
  editor: KeyPair;
  first: TestRelease;
  second: TestRelease;
  revision: number;
}

async function makeBench(root: string): Promise<Bench> {
  const source = join(root, 'source');
  const artifacts = join(root, 'artifacts');
  await mkdir(artifacts, { recursive: true });
  const editor = newEditor();
  await writeContent(source);
  await writeVideo(source, 'media/film.webm', 20_000);
  const first = await makeRelease(source, 'r-1', editor);
  await put(source, { 'cards/patente/it.md': card('Patente'), 'cards/caldaia/it.md': card('Caldaia') });
  await writeVideo(source, 'media/altro.webm', 30_000);
  const second = await makeRelease(source, 'r-2', editor);
  const bench: Bench = { folder: join(root, 'totem'), artifacts, editor, first, second, revision: 0 };
  for (const release of [first, second]) await offer(bench, release);
  return bench;
}

const running = new Set<ChildProcess>();
let root: string;
let fresh: Bench;
let showing: Bench;

test.before(async () => {
  root = await mkdtemp(join(tmpdir(), 'totem-content-'));
  fresh = await makeBench(join(root, 'fresh'));
  showing = await copyOf(fresh, join(root, 'showing'));
  await ended(showing, { release: showing.first });
});
test.after.always(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

/** The same on a disk of its own; links of one file to another stay links. */
async function copyOf(bench: Bench, folder: string): Promise<Bench> {
  await copy('cp', ['-a', join(bench.folder, '..'), folder]);
  return { ...bench, folder: join(folder, 'totem'), artifacts: join(folder, 'artifacts') };
}

/** A totem that has never had a release. */
const setUp = async (t: ExecutionContext): Promise<Bench> =>
  copyOf(fresh, join(await newAgentFolder(t), 'copy'));

/** A totem that shows the first release. */
const setUpShowing = async (t: ExecutionContext): Promise<Bench> =>
  copyOf(showing, join(await newAgentFolder(t), 'copy'));

async function offer({ artifacts }: Bench, release: TestRelease): Promise<void> {
  for (const [sha256, bytes] of release.bytes) await writeFile(join(artifacts, sha256), bytes);
}

type Wish = Partial<Omit<Static<typeof Orders>, 'desired'>> & { release?: TestRelease };

/** Runs the content process to its end; `undefined` where it died by SIGKILL, as it was told to. */
async function run(bench: Bench, wish: Wish = {}): Promise<Outcome | undefined> {
  const { release, ...rest } = wish;
  bench.revision += 1;
  const orders: Static<typeof Orders> = {
    folder: bench.folder,
    artifacts: bench.artifacts,
    renders: true,
    ...(release && {
      desired: {
        revision: bench.revision,
        content: { release: release.release, manifest: release.manifest },
        keyRing: ringOf(bench.editor),
        configuration: {},
      },
    }),
    ...rest,
  };
  const child = spawn(process.execPath, [program, JSON.stringify(orders)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'totem-test-code') },
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (child.signalCode === 'SIGKILL') return undefined;
  const outcome = readOutcome(output);
  if (!outcome.ok) throw new Error(`${outcome.error.message}: ${output}`);
  return outcome.value;
}

async function ended(bench: Bench, wish: Wish = {}): Promise<Outcome> {
  const outcome = await run(bench, wish);
  if (!outcome) throw new Error('the process died where it should not');
  return outcome;
}

/** Every file of a release is in its folder with the right bytes, and nothing else is. */
async function isWhole(t: ExecutionContext, bench: Bench, release: TestRelease): Promise<void> {
  const folder = join(bench.folder, 'releases', release.release, 'files');
  for (const { path, sha256 } of release.files) {
    t.is(sha256Of(await readFile(join(folder, path))), sha256, path);
  }
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  t.is(names.filter((name) => name.isFile()).length, release.files.length);
}

test('the table holds exactly these rows', (t) => {
  const rows = contentStates.flatMap((state) =>
    contentEvents
      .filter((event) => nextContentState(state, event))
      .map((event) => `${state} --${event}--> ${nextContentState(state, event)}`),
  );
  t.deepEqual(rows, [
    'idle --targeted--> fetching',
    'fetching --targeted--> fetching',
    'fetching --fetched--> verified',
    'fetching --refused--> failed',
    'fetching --settled--> idle',
    'verified --targeted--> fetching',
    'verified --activated--> activating',
    'verified --settled--> idle',
    'activating --targeted--> fetching',
    'activating --refused--> failed',
    'activating --switched--> proving',
    'activating --settled--> idle',
    'proving --proved--> idle',
    'proving --silent--> rolling_back',
    'rolling_back --restored--> failed',
    'failed --targeted--> fetching',
    'failed --settled--> idle',
  ]);
  t.deepEqual(Object.keys(contentTransitions), [...contentStates]);
});

test('a release is fetched, switched to and proved; the next fetches only what changed', async (t) => {
  const bench = await setUp(t);
  const one = await ended(bench, { release: bench.first });
  t.deepEqual(one.states, ['idle', 'fetching', 'verified', 'activating', 'proving', 'idle']);
  t.is(one.shown, 'r-1');
  await isWhole(t, bench, bench.first);

  const two = await ended(bench, { release: bench.second });
  t.is(two.shownFirst, 'r-1');
  t.is(two.shown, 'r-2');
  t.is(two.content.previous?.release, 'r-1');
  t.is(two.asked.length, 4, 'the manifest, two cards and a film');
  await isWhole(t, bench, bench.second);
  await isWhole(t, bench, bench.first);

  const back = await ended(bench, { release: bench.first });
  t.is(back.shown, 'r-1');
  t.deepEqual(back.asked, [], 'going back fetches nothing');
});

const rows: [ContentState, boolean][] = [
  ['fetching', true],
  ['verified', true],
  ['activating', true],
  ['proving', true],
  ['proving', false],
  ['rolling_back', false],
  ['failed', false],
];
for (const [dieIn, renders] of rows) {
  test(`kill -9 in ${dieIn}, with a page that ${renders ? 'shows it' : 'stays silent'}`, async (t) => {
    const bench = await setUpShowing(t);
    t.is(await run(bench, { release: bench.second, dieIn, renders }), undefined);
    const after = await ended(bench, { renders });
    t.true(['r-1', 'r-2'].includes(after.shownFirst ?? ''), 'something whole is shown from the start');
    if (renders) {
      t.is(after.shown, 'r-2');
      t.is(after.content.state, 'idle');
      t.is(after.content.previous?.release, 'r-1');
      await isWhole(t, bench, bench.second);
    } else {
      t.is(after.shown, 'r-1');
      t.is(after.content.state, 'failed');
      t.is(after.content.active?.release, 'r-1');
      t.is(after.content.rejected?.release, 'r-2');
      t.deepEqual(after.faults, ['content.rolled_back']);
    }
    await isWhole(t, bench, bench.first);
  });
}

test('kill -9 in the middle of a file: the rest of it is fetched, and no byte twice', async (t) => {
  const bench = await setUp(t);
  const film = bench.first.files.find(({ path }) => path === 'media/film.webm');
  t.is(await run(bench, { release: bench.first, dieAfterBytes: 12_000 }), undefined);
  const after = await ended(bench);
  t.is(after.shown, 'r-1');
  const resumed = after.asked.filter(({ offset }) => offset > 0);
  t.is(resumed.length, 1);
  t.true(after.asked.length < bench.first.bytes.size || resumed[0]?.sha256 === film?.sha256);
  await isWhole(t, bench, bench.first);
});

test('a release that the page does not show is rolled back, and tried again only after another', async (t) => {
  const bench = await setUpShowing(t);
  const silent = await ended(bench, { release: bench.second, renders: false });
  t.deepEqual(silent.states.slice(1), [
    'fetching',
    'verified',
    'activating',
    'proving',
    'rolling_back',
    'failed',
  ]);
  t.is(silent.shown, 'r-1');
  const again = await ended(bench, { release: bench.second });
  t.is(again.content.state, 'failed', 'the same release is still the one desired');
  const settled = await ended(bench, { release: bench.first });
  t.is(settled.content.state, 'idle');
  t.deepEqual(settled.faults, []);
  const retried = await ended(bench, { release: bench.second });
  t.is(retried.shown, 'r-2');
});

test('a manifest of another editor, of another release, or with content in error is refused for good', async (t) => {
  const bench = await setUpShowing(t);
  const folder = join(bench.folder, '..', 'source');
  const forged = await makeRelease(folder, 'r-3', newEditor());
  const renamed: TestRelease = { ...bench.second, release: 'r-4' };
  await put(folder, { 'cards/patente/it.md': 'no front matter' });
  const wrong = await makeRelease(folder, 'r-5', bench.editor);
  const twice = await makeRelease(folder, 'r-1', bench.editor);
  const cases: [TestRelease, string, RegExp][] = [
    [forged, 'signature_refused', /no signature by a trusted key/],
    [renamed, 'invalid', /the manifest is of the release r-2/],
    [wrong, 'invalid', /cards\/patente\/it\.md/],
    [twice, 'conflict', /published twice/],
  ];
  for (const [release, code, message] of cases) {
    await offer(bench, release);
    const outcome = await ended(bench, { release });
    t.is(outcome.shown, 'r-1');
    t.is(outcome.content.state, 'failed');
    t.is(outcome.problem?.code, code);
    t.regex(outcome.problem?.message ?? '', message);
    t.deepEqual(outcome.faults, ['content.refused']);
  }
});

test('bytes that do not match their hash are never used, and fetched again when they are right', async (t) => {
  const bench = await setUp(t);
  const film = bench.first.files.find(({ path }) => path === 'media/film.webm');
  const path = join(bench.artifacts, film?.sha256 ?? '');
  const right = await readFile(path);
  await writeFile(path, Buffer.alloc(right.length, 1));
  const wrong = await ended(bench, { release: bench.first });
  t.is(wrong.shown, null);
  t.is(wrong.problem?.code, 'hash_mismatch');
  t.deepEqual(wrong.faults, ['content.fetch_failed']);
  await writeFile(path, Buffer.concat([right, right]));
  t.is((await ended(bench)).problem?.code, 'hash_mismatch');
  await writeFile(path, right);
  t.is((await ended(bench)).shown, 'r-1');
});

test('a disk without room is a fault, the release on the screen stays, and room made lets it go on', async (t) => {
  const bench = await setUpShowing(t);
  const full = await ended(bench, { release: bench.second, reserveBytes: 2 ** 50 });
  t.is(full.shown, 'r-1');
  t.is(full.content.state, 'fetching');
  t.is(full.problem?.code, 'no_space');
  t.deepEqual(full.faults, ['storage.full']);
  t.is((await ended(bench)).shown, 'r-2');
});

test('what was damaged while the agent was off is found at the start and put right', async (t) => {
  const bench = await setUpShowing(t);
  const folder = join(bench.folder, 'releases', 'r-1');
  await truncate(join(folder, 'files/media/film.webm'), 100);
  await unlink(join(folder, 'files/cards/centro-impiego/it.md'));
  const cut = await ended(bench);
  t.is(cut.damagedFirst, 2);
  t.is(cut.asked.length, 1, 'the removed name still had its bytes in the pool');
  t.is(cut.shown, 'r-1');
  t.deepEqual(cut.faults, []);
  await isWhole(t, bench, bench.first);

  await unlink(join(folder, 'release.json'));
  const lost = await ended(bench);
  t.is(lost.damagedFirst, 1);
  t.deepEqual(lost.asked, [], 'everything was in the pool');
  await isWhole(t, bench, bench.first);
});

test('rotten bytes of the right number are found after a stop that was not clean', async (t) => {
  const bench = await setUpShowing(t);
  const film = join(bench.folder, 'releases/r-1/files/media/film.webm');
  const { size } = await stat(film);
  await writeFile(film, Buffer.alloc(size, 7));
  t.is((await ended(bench)).damagedFirst, 0, 'a clean stop: sizes only');
  t.is(await run(bench, { dieIn: 'idle' }), undefined);
  const after = await ended(bench);
  t.is(after.damagedFirst, 1);
  await isWhole(t, bench, bench.first);
});

test('a release that is neither active nor previous leaves the disk', async (t) => {
  const bench = await setUpShowing(t);
  await ended(bench, { release: bench.second });
  const third = await makeRelease(join(bench.folder, '..', 'source'), 'r-3', bench.editor);
  await offer(bench, third);
  await ended(bench, { release: third });
  t.deepEqual((await readdir(join(bench.folder, 'releases'))).sort(), ['r-2', 'r-3']);
  const gone = bench.first.manifest.sha256;
  await t.throwsAsync(() => access(join(bench.folder, 'pool', gone.slice(0, 2), gone)), { code: 'ENOENT' });
  await isWhole(t, bench, bench.second);
});
