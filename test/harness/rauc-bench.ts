import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newBoard, type TestBoard } from './board.ts';
import { newBundle, newSigning, type Signing, type TestBundle } from './firmware-bundle.ts';
import { type FirmwareOutcome, type Orders, runFirmware } from './firmware-run.ts';
import type { Owner } from './owner.ts';
import { until } from './until.ts';

/** Bundles and who signs them, made once for the tests of a file: each test has its own board beside them. */
export interface Library {
  folder: string;
  fleet: Signing;
  good: TestBundle;
}

export async function makeLibrary(owner: Owner): Promise<Library> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-bundles-'));
  owner.teardown(() => rm(folder, { recursive: true, force: true }));
  const fleet = await newSigning(folder, 'fleet');
  return { folder, fleet, good: await newBundle(folder, fleet, { version: '2.0.0' }) };
}

/** A board with a real RAUC, what the hub serves it, and the data of its totem. */
export interface RaucBench {
  board: TestBoard;
  artifacts: string;
  totem: string;
}

/** The board takes what the signers vouch for whose certificates are in that file. */
export async function newRaucBench(t: Owner, authority: string): Promise<RaucBench> {
  const board = await newBoard(t, authority);
  const artifacts = join(board.folder, 'artifacts');
  await mkdir(artifacts);
  return { board, artifacts, totem: join(board.folder, 'totem') };
}

/** What `runFirmware` has to know of a bench. */
export function ordersOf({ board, artifacts, totem }: RaucBench): Omit<Orders, 'wanted'> {
  const { bus, commandLine } = board;
  return { folder: totem, bus, bootId: board.bootId(), commandLine, artifacts };
}

/** Serves that bundle, wants it, and runs the firmware's part of the agent until it has nothing more to do. */
export async function update(
  bench: RaucBench,
  bundle: TestBundle | null,
  wish: Partial<Omit<Orders, 'wanted'>> & { wanted?: Partial<TestBundle['wanted']> } = {},
): Promise<FirmwareOutcome> {
  if (bundle) await copyFile(bundle.path, join(bench.artifacts, bundle.wanted.bundle.sha256));
  const { wanted, ...rest } = wish;
  return runFirmware({ ...ordersOf(bench), wanted: bundle && { ...bundle.wanted, ...wanted }, ...rest });
}

/** Begins to install that bundle and stops RAUC's hand in the middle, until `board.letGo`. */
export async function heldUpdate(
  bench: RaucBench,
  bundle: TestBundle,
  wish: Partial<Omit<Orders, 'wanted'>> = {},
): Promise<{ running: Promise<FirmwareOutcome> }> {
  await bench.board.hold();
  const running = update(bench, bundle, wish);
  await until('RAUC to begin', async () => (await bench.board.attempts('B')) === 0, 60_000);
  return { running };
}
