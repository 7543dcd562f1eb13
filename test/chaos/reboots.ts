import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedOwner } from '../harness/owner.ts';
import { until } from '../harness/until.ts';
import {
  type FirmwareName,
  firmware,
  type Kit,
  type Machine,
  makeBundle,
  openStand,
  patience,
  prepareKit,
  type Stand,
  settle,
  startedLast,
} from '../reboots/index.ts';
import type { ChaosOptions, Outcome } from './report.ts';

interface Scene {
  stand: Stand;
  machine: Machine;
  folder: string;
}

/** What came of a scenario: a sentence for people. It throws where something else came of it than should have. */
type Scenario = (scene: Scene) => Promise<string>;

/** In this order; those of `withScreen` are another totem's. */
const withoutScreen: Record<string, Scenario> = {
  tampered_before_the_hub: async ({ stand, folder }) => {
    const file = join(folder, 'altered.raucb');
    await copyFile(stand.kit.refused.board, file);
    await alter(file);
    return refusedByHub(stand, file);
  },
  other_authority_at_the_hub: async ({ stand }) => refusedByHub(stand, stand.kit.refused.foreign),
  other_authority_at_the_totem: async (scene) => {
    const { stand } = scene;
    // A hub that was taken over trusts whom it likes.
    const trusted = await stand.command('firmware', 'keys', 'trust', stand.kit.foreign.authority);
    if (trusted.code !== 0) throw new Error(trusted.err);
    await stand.add(stand.kit.refused.foreign);
    return refusedByTotem(scene, '1.6.0');
  },
  other_board: async ({ stand }) => {
    await stand.add(stand.kit.refused.board);
    const words = ['rollout', 'new', 'firmware', '1.7.0', '--totem', stand.totem];
    const { code, err } = await stand.command(...words);
    if (code !== 1 || !err.includes('no totem of the target can take it')) {
      throw new Error(`totem rollout new ended with ${code}: ${err}`);
    }
    return `refused by the hub: ${err.trim()}`;
  },
  tampered_behind_the_hub: async ({ stand, machine, folder }) => {
    const image = join(folder, 'small.ext4');
    await writeFile(image, randomBytes(1024 * 1024));
    const bundle = await makeBundle(folder, { version: '1.8.0', image, signing: stand.kit.fleet });
    await stand.add(bundle);
    const lines = machine.console.length;
    const { artifact } = (await stand.rollout(await stand.rollOut('1.8.0'))).rollout;
    await alter(join(stand.hub.data, 'artifacts', artifact.slice(0, 2), artifact));
    await machine.waitFor(/"to":"fetching"/, patience.boot, lines);
    const problem = await until(
      'the totem to refuse it',
      async () => {
        const reported = await stand.reported();
        // What the hub still shows may be about the firmware before.
        return (reported?.target?.version === '1.8.0' && reported.problem) || undefined;
      },
      patience.report,
    );
    if (problem.code !== 'hash_mismatch') throw new Error(`it said ${problem.code}: ${problem.message}`);
    return problem.message;
  },
  good: (scene) => confirmed(scene, 'good'),
  kernel_does_not_load: (scene) => returned(scene, 'kernelless', /did not get as far as its agent/),
  does_not_start: (scene) => returned(scene, 'dead', /did not get as far as its agent/),
  hub_out_of_reach: (scene) => returned(scene, 'unreachable', /the hub did not accept a hello/),
  agent_crashes: (scene) => returned(scene, 'crashes', /did not get as far as its agent/),
};

/** Nothing in these machines can draw (see `debianRoot`), so every firmware leaves a screen black. */
const withScreen: Record<string, Scenario> = {
  display_black: (scene) => returned(scene, 'good', /the display does not render/),
};

const scenarios: Record<string, Scenario> = { ...withoutScreen, ...withScreen };

/** What a firmware can do to a totem, over real restarts from the boot loader on. */
export async function reboots({ scenario, package: given, stop }: ChaosOptions): Promise<Outcome> {
  const from = performance.now();
  const say = (text: string) => console.log(`${String(seconds(from)).padStart(6)} s  ${text}`);
  const outcome: Outcome = { tried: {}, lost: {}, figures: {}, notes: [] };
  const chosen = scenario.length > 0 ? [...new Set(scenario)] : Object.keys(scenarios);
  const unknown = chosen.find((name) => !scenarios[name]);
  if (unknown !== undefined) {
    throw new Error(`${unknown} is none of the scenarios: ${Object.keys(scenarios).join(', ')}`);
  }
  const kit = await prepareKit(given, say);
  for (const screen of [false, true]) {
    const names = chosen.filter((name) => name in withScreen === screen);
    if (names.length > 0 && !stop.aborted) await playAll(names, { kit, screen, stop, say, outcome });
  }
  return outcome;
}

interface Course {
  kit: Kit;
  /** Whether the totem is told that it has a screen. */
  screen: boolean;
  stop: AbortSignal;
  say(text: string): void;
  /** Gets what came of each scenario. */
  outcome: Outcome;
}

/** Plays scenarios one after the other with one totem. */
async function playAll(names: readonly string[], course: Course): Promise<void> {
  const { kit, screen, stop, say, outcome } = course;
  const { tried, lost, figures, notes } = outcome;
  const owner = sharedOwner();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'totem-scenarios-'));
    owner.teardown(() => rm(folder, { recursive: true, force: true }));
    const stand = await openStand(owner, kit, { screen });
    const on = performance.now();
    const machine = await stand.start();
    stop.addEventListener('abort', () => void machine.cut());
    await machine.waitFor(/agent ready/, patience.boot);
    figures[screen ? 'boot_with_screen_seconds' : 'boot_seconds'] = seconds(on);
    const first = await settle(stand, machine, patience.boot);
    if (first.length > 0) throw new Error(`the first report is not true: ${first.join('; ')}`);
    for (const name of names) {
      const play = scenarios[name];
      if (!play) continue;
      tried[name] = 1;
      const begun = performance.now();
      try {
        const said = await play({ stand, machine, folder });
        say(`${name}: ${said}`);
        notes.push(`${name}: ${said}`);
        lost[name] = 0;
      } catch (error) {
        if (stop.aborted) {
          delete tried[name];
          break;
        }
        say(`${name}: LOST, ${String(error)}`);
        notes.push(`${name} was lost: ${String(error)}`);
        lost[name] = 1;
        if (!machine.running) break;
      }
      figures[`${name}_seconds`] = seconds(begun);
    }
  } finally {
    await owner.end();
  }
}

async function confirmed({ stand, machine }: Scene, name: FirmwareName): Promise<string> {
  const { version } = firmware[name];
  await stand.add(stand.kit.bundle(name));
  const lines = machine.console.length;
  await stand.rollOut(version);
  await machine.waitFor(/"to":"confirmed"/, patience.whole, lines);
  await truthful(stand, machine, version);
  const reported = await stand.reported();
  if (reported?.state !== 'confirmed' || reported.booted?.version !== version) {
    throw new Error(`reported ${reported?.state} with ${reported?.booted?.version}`);
  }
  return `confirmed ${version} in ${reported.booted.slot}; ${reported.transfer?.transferredBytes} bytes came`;
}

/** An update that has to end where it began, with a reason. */
async function returned({ stand, machine }: Scene, name: FirmwareName, reason: RegExp): Promise<string> {
  const { version } = firmware[name];
  const before = startedLast(machine);
  await stand.add(stand.kit.bundle(name));
  const lines = machine.console.length;
  const id = await stand.rollOut(version);
  await machine.waitFor(/"to":"failed"/, patience.whole, lines);
  await truthful(stand, machine, version);
  const after = startedLast(machine);
  const reported = await stand.reported();
  const said = reported?.problem?.message ?? '';
  if (after?.slot !== before?.slot || after?.version !== before?.version) {
    throw new Error(
      `${after?.version} runs in ${after?.slot}, before it was ${before?.version} in ${before?.slot}`,
    );
  }
  if (reported?.state !== 'failed' || !reason.test(said))
    throw new Error(`reported ${reported?.state}: ${said}`);
  await rolloutFailed(stand, id);
  return `back to ${after?.version} in slot ${after?.slot}; reported: ${said}`;
}

async function refusedByTotem({ stand, machine }: Scene, version: string): Promise<string> {
  const lines = machine.console.length;
  const id = await stand.rollOut(version);
  await machine.waitFor(/"to":"failed"/, patience.boot, lines);
  await truthful(stand, machine, version);
  const reported = await stand.reported();
  if (reported?.state !== 'failed') throw new Error(`reported ${reported?.state}`);
  await rolloutFailed(stand, id);
  return `refused by the totem: ${reported.problem?.message}`;
}

async function refusedByHub(stand: Stand, file: string): Promise<string> {
  const added = await stand.command('firmware', 'add', file);
  if (added.code !== 1) throw new Error(`totem firmware add ended with ${added.code}`);
  // The progress of the upload comes before the last line.
  return `refused by the hub: ${added.err.trim().split('\n').at(-1)}`;
}

async function rolloutFailed(stand: Stand, id: number): Promise<void> {
  await until(
    'the rollout to count the totem as failed',
    async () => (await stand.rollout(id)).totems[0]?.state === 'failed',
    patience.report,
  );
}

async function truthful(stand: Stand, machine: Machine, version: string): Promise<void> {
  const lies = await settle(stand, machine, patience.boot, version);
  if (lies.length > 0) throw new Error(`the report is not true: ${lies.join('; ')}`);
}

/** Changes one byte in the middle of what is signed. */
async function alter(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  const at = 600_000;
  await file.read(byte, 0, 1, at);
  await file.write(Buffer.of((byte[0] ?? 0) ^ 0xff), 0, 1, at);
  await file.close();
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 1000);
}
