import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedOwner } from '../harness/owner.ts';
import type { Machine } from '../reboots/index.ts';
import {
  cache,
  type DiskOptions,
  debianParts,
  dumpTree,
  makeDisk,
  loader as makeLoader,
  openEnvironment,
  powerOnBoard,
  type System,
} from '../uboot/index.ts';
import type { ChaosOptions, Outcome } from './report.ts';

type Before = 'as it left the factory' | 'one copy damaged' | 'both copies damaged' | Record<string, string>;

/** What U-Boot finds, and what has to come of it without help from outside. */
interface Scenario {
  before: Before;
  ailments?: Partial<DiskOptions['ailments']>;
  treeFrom?: DiskOptions['treeFrom'];
  /** Which systems it starts, in order. The power of one that runs is cut while another start is to come. */
  starts: readonly System[];
  after: Record<string, string>;
  says?: RegExp;
}

const both = { BOOT_ORDER: 'A B', BOOT_A_LEFT: '3', BOOT_B_LEFT: '3' };
/** As RAUC leaves it after it has written system B. */
const updated = { BOOT_ORDER: 'B A', BOOT_A_LEFT: '3', BOOT_B_LEFT: '3' };
const returned = { BOOT_ORDER: 'B A', BOOT_A_LEFT: '2', BOOT_B_LEFT: '0' };
/** U-Boot for a board says where a device tree of the system goes; this machine's does not. */
const room = { fdt_addr_r: '0x48000000' };
const back = ['B', 'B', 'B', 'A'] as const;

const scenarios: Record<string, Scenario> = {
  first_start: {
    before: 'as it left the factory',
    starts: ['A'],
    after: { BOOT_ORDER: 'A B', BOOT_A_LEFT: '2', BOOT_B_LEFT: '3' },
  },
  // Nobody marks A good: its power is cut three times.
  attempts_used_up: {
    before: both,
    starts: ['A', 'A', 'A', 'B'],
    after: { BOOT_ORDER: 'A B', BOOT_A_LEFT: '0', BOOT_B_LEFT: '2' },
  },
  marked_good: {
    before: { BOOT_ORDER: 'A B', BOOT_A_LEFT: '3', BOOT_B_LEFT: '0' },
    starts: ['A'],
    after: { BOOT_ORDER: 'A B', BOOT_A_LEFT: '2', BOOT_B_LEFT: '0' },
  },
  update: {
    before: updated,
    starts: ['B'],
    after: { BOOT_ORDER: 'B A', BOOT_A_LEFT: '3', BOOT_B_LEFT: '2' },
  },
  update_without_init: { before: updated, ailments: { B: 'no init' }, starts: back, after: returned },
  update_without_kernel: {
    before: updated,
    ailments: { B: 'no kernel' },
    starts: back,
    after: returned,
    says: /totem: system B cannot be loaded/,
  },
  tree_of_the_system: {
    before: { ...both, ...room },
    treeFrom: 'system',
    starts: ['A'],
    after: { BOOT_A_LEFT: '2', BOOT_B_LEFT: '3' },
  },
  update_without_tree: {
    before: { ...updated, ...room },
    treeFrom: 'system',
    ailments: { B: 'no device tree' },
    starts: back,
    after: returned,
    says: /totem: system B cannot be loaded/,
  },
  none_left: {
    before: { BOOT_ORDER: 'A B', BOOT_A_LEFT: '0', BOOT_B_LEFT: '0' },
    starts: ['A'],
    after: { BOOT_ORDER: 'A B', BOOT_A_LEFT: '2', BOOT_B_LEFT: '3' },
    says: /no system of the order A B has attempts left; both have three again/,
  },
  // RAUC takes a system that was marked bad out of the order; the one that is left dies as well.
  none_left_of_one: {
    before: { BOOT_ORDER: 'B', BOOT_A_LEFT: '0', BOOT_B_LEFT: '1' },
    ailments: { B: 'no kernel' },
    starts: ['B', 'B', 'B', 'B', 'A'],
    after: returned,
    says: /no system of the order B has attempts left/,
  },
  order_of_no_system: {
    before: { BOOT_ORDER: 'C', BOOT_A_LEFT: '3', BOOT_B_LEFT: '3' },
    starts: ['A'],
    after: { BOOT_ORDER: 'A B', BOOT_A_LEFT: '2', BOOT_B_LEFT: '3' },
  },
  attempts_of_no_number: {
    before: { BOOT_ORDER: 'A B', BOOT_A_LEFT: 'many', BOOT_B_LEFT: '3' },
    starts: ['B'],
    after: { BOOT_ORDER: 'A B', BOOT_A_LEFT: 'many', BOOT_B_LEFT: '2' },
  },
  one_copy_damaged: {
    before: 'one copy damaged',
    starts: ['B'],
    // What was written last, the attempts of A, was in the damaged one; the order before it was not.
    after: { BOOT_ORDER: 'B A', BOOT_A_LEFT: '1', BOOT_B_LEFT: '2' },
  },
  both_copies_damaged: {
    before: 'both copies damaged',
    starts: ['A'],
    after: { BOOT_ORDER: 'A B', BOOT_A_LEFT: '2', BOOT_B_LEFT: '3' },
    says: /bad CRC/,
  },
};

/** Milliseconds that one start may take on an emulated processor of a busy machine. */
const patience = 240_000;

/** What the layer's boot script makes of its counters, in a real U-Boot that starts a real kernel. */
export async function uboot({ scenario: wanted }: ChaosOptions): Promise<Outcome> {
  const owner = sharedOwner();
  const from = performance.now();
  const say = (text: string) => console.log(`${String(seconds(from)).padStart(6)} s  ${text}`);
  const outcome: Outcome = { tried: {}, lost: {}, figures: {}, notes: [] };
  const chosen = Object.entries(scenarios).filter(([name]) => wanted.length === 0 || wanted.includes(name));
  if (chosen.length === 0) throw new Error(`the scenarios are ${Object.keys(scenarios).join(', ')}`);
  try {
    const folder = await mkdtemp(join(tmpdir(), 'totem-uboot-'));
    owner.teardown(() => rm(folder, { recursive: true, force: true }));
    const stand = await prepare(folder, (end) => owner.teardown(end));
    let starts = 0;
    for (const [name, scenario] of chosen) {
      outcome.tried[name] = 1;
      outcome.lost[name] = 0;
      try {
        await stand.play(scenario);
        say(`${name}: ${scenario.starts.join(' ')}, as it should`);
      } catch (error) {
        outcome.lost[name] = 1;
        outcome.notes.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        say(`${name}: LOST`);
      }
      starts += scenario.starts.length;
    }
    outcome.figures.starts = starts;
    outcome.figures.seconds = seconds(from);
    return outcome;
  } finally {
    await owner.end();
  }
}

async function prepare(folder: string, teardown: (end: () => unknown) => void) {
  const tree = join(folder, 'board.dtb');
  const disk = join(folder, 'disk.img');
  const consoleFile = join(cache, 'console.log');
  const loader = await makeLoader();
  const parts = await debianParts();
  const environment = await openEnvironment(disk);
  await dumpTree(loader, tree);
  await writeFile(consoleFile, '');
  const powerOn = async () => {
    const machine = await powerOnBoard({ loader, disk, consoleFile });
    teardown(() => machine.cut());
    return machine;
  };
  const assemble = ({ ailments, treeFrom = 'firmware' }: Pick<Scenario, 'ailments' | 'treeFrom'>) =>
    makeDisk(disk, join(folder, 'work'), {
      parts,
      tree,
      treeFrom,
      ailments: { A: 'none', B: 'none', ...ailments },
    });
  const bring = async (before: Before) => {
    if (before === 'as it left the factory') return;
    // Each start writes one of the two copies, with everything else that belongs into them.
    for (let copies = 0; copies < 2; copies += 1) {
      const machine = await powerOn();
      await machine.waitFor(/^totem: starting system/, patience);
      await machine.cut();
    }
    if (before === 'both copies damaged') return environment.damage(2);
    if (before !== 'one copy damaged') return environment.write(before);
    await environment.write(updated);
    await environment.damage(1);
  };

  return {
    async play(scenario: Scenario): Promise<void> {
      await assemble(scenario);
      await bring(scenario.before);
      const lines: string[] = [];
      for (let left = scenario.starts.length; left > 0; ) {
        const machine = await powerOn();
        const begun = await untilOneRuns(machine, left);
        await machine.cut();
        lines.push(...machine.console);
        left -= begun;
      }
      hold(scenario, lines, await environment.read());
    },
  };
}

/** Waits until a system runs, or one more is started than should be. @returns how many were started */
async function untilOneRuns(machine: Machine, atMost: number): Promise<number> {
  for (let begun = 0; ; ) {
    const from = machine.console.length;
    const line = await machine.waitFor(/^totem: starting system|^system [AB] runs: /, patience, from);
    if (line.startsWith('system')) return begun;
    begun += 1;
    if (begun > atMost) return begun;
  }
}

/** Compares what was said and is kept with what should be. */
function hold(
  { starts, after, says }: Scenario,
  lines: readonly string[],
  kept: Record<string, string>,
): void {
  const begun = lines.flatMap((line) => /^totem: starting system ([AB])/.exec(line)?.[1] ?? []);
  if (begun.join() !== starts.join()) throw new Error(`it started ${begun.join(' ')}`);
  const ran = lines.findLast((line) => /^system [AB] runs: /.test(line)) ?? '';
  const last = starts.at(-1);
  for (const word of [
    `system ${last} runs`,
    `root=PARTLABEL=system_${last} `,
    `rauc.slot=${last} `,
    ' ro ',
  ]) {
    if (!ran.includes(word)) throw new Error(`«${word}» is not in «${ran}»`);
  }
  for (const [name, value] of Object.entries(after)) {
    if (kept[name] !== value) throw new Error(`${name} is «${kept[name]}» and not «${value}»`);
  }
  if (says && !lines.some((line) => says.test(line))) throw new Error(`it did not say ${says}`);
}

function seconds(from: number): number {
  return Math.round((performance.now() - from) / 100) / 10;
}
