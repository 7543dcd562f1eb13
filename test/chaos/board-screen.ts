import { setTimeout as pause } from 'node:timers/promises';
import type { TestHub } from '../harness/hub.ts';
import { descendants, type Process } from '../harness/screen.ts';
import { until } from '../harness/until.ts';
import { holds, totemAt } from './board-books.ts';
import type { Scene } from './board-misdeeds.ts';
import { rounded } from './board-noise.ts';
import type { Outcome } from './report.ts';

export interface Tormented extends Omit<Outcome, 'tried'> {
  /** Processes of any display that this was done to and that are still there. */
  left(): Promise<number>;
}

/** At least so many of each kind are hit, however short the run. */
const rounds = 1;
const kinds = ['killed_children', 'frozen_children', 'killed_engines', 'frozen_engines'] as const;

/**
 * The display's process and the page's engine, killed with -9 and frozen with SIGSTOP, each time out of a screen
 * that runs; each time the screen must come back by itself. The agent goes on meanwhile.
 */
export async function torment(
  { chance, victim, tried }: Scene,
  hub: TestHub,
  end: number,
): Promise<Tormented> {
  const notes: string[] = [];
  const seen = new Map<number, string>();
  const recoveries: number[] = [];
  let notBack = 0;
  const screen = async () => (await totemAt(hub, victim)).health?.display;
  const running = (restarts: number) =>
    holds(async () => {
      const now = await screen();
      return now?.state === 'running' && now.restarts >= restarts && now.framesPerSecond > 1;
    });
  const family = async (): Promise<Process[]> => {
    const all = await descendants(victim.agent().pid);
    const own = all.filter(({ name, arguments: words }) => /display.process|WPE/.test(`${name} ${words}`));
    for (const { pid, arguments: words } of own) seen.set(pid, words);
    return own;
  };

  if (!(await running(0))) notes.push('the screen did not start');
  for (let round = 0; round < rounds || performance.now() < end; round += 1) {
    for (const kind of kinds) {
      if (round >= rounds && performance.now() >= end) break;
      const processes = await family();
      const engine = kind.endsWith('engines');
      const aims = processes.filter(({ name }) => name.startsWith('WPE') === engine);
      if (aims.length === 0) {
        notes.push(`no process for ${kind}`);
        notBack += 1;
        break;
      }
      const before = (await screen())?.restarts ?? 0;
      const from = performance.now();
      signal(chance.one(aims).pid, kind.startsWith('killed') ? 'SIGKILL' : 'SIGSTOP');
      tried[kind] = (tried[kind] ?? 0) + 1;
      if (await running(before + 1)) recoveries.push((performance.now() - from) / 1000);
      else {
        notBack += 1;
        notes.push(`the screen was not back within two minutes after ${kind}`);
      }
      await pause(chance.between(0, 1500));
    }
  }
  // An agent that is killed takes its display with it, and the next one has its own.
  await family();
  await victim.kill();
  tried.killed_agents_with_screen = 1;
  // What the hub knows is of the former agent until the new one has told.
  const engine = await holds(async () => (await family()).some(({ name }) => name.startsWith('WPEWeb')));
  if (!engine || !(await running(0))) {
    notBack += 1;
    notes.push('the screen was not there after the agent was killed');
  }
  return {
    lost: { screens_not_back: notBack },
    figures: {
      screen_back_seconds_median: rounded(recoveries.toSorted((a, b) => a - b)[recoveries.length >> 1] ?? 0),
      screen_back_seconds_most: rounded(Math.max(0, ...recoveries)),
    },
    notes,
    async left() {
      const still = (): number[] => [...seen.keys()].filter(exists);
      await until('the processes to be gone', () => still().length === 0, 5000).catch(() => undefined);
      return still().length;
    },
  };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // ESRCH: it went by itself in the meantime.
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
