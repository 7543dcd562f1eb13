import type { Logger } from 'pino';
import type { BootReason } from '../../protocol/index.ts';
import { type Circumstances, type Level, nextLevel, type Taken } from './ladder.ts';
import type { WatchdogMemory, WatchdogRecord } from './memory.ts';

/** How this run of the agent begins. */
export interface Beginning {
  /** Set where the totem is out of service: no page is started then. */
  suspended: WatchdogRecord['suspended'];
  /** Whether the board has to be restarted first of all. */
  restartBoard: boolean;
  /** How the run before this one ended. */
  former: 'clean' | 'step' | 'lost' | 'power' | 'none';
}

export interface BeginOptions {
  memory: WatchdogMemory;
  supervised: boolean;
  boot: { id: string; reason: BootReason };
  now: number;
  uptime: number;
  log: Logger;
}

/**
 * Counts what ended without notice: an agent that crashed or hung and was started again, a board that its own
 * watchdog or its kernel restarted. Power that was cut is nobody's failure. The ladder says what follows.
 */
export async function beginRun(options: BeginOptions): Promise<Beginning> {
  const { memory, supervised, boot, now, uptime, log } = options;
  const before = memory.data();
  const former = endingOf(before, boot);
  const lost = supervised ? lossOf(former, boot.reason) : null;
  const circumstances = { now, uptime, supervised, remembers: true };
  // An end without notice stands for the step that restarts what ended: it is held against what is still allowed.
  const level: Level | null = lost === null ? null : levelFrom(lost, before.taken, circumstances);
  const further = level !== null && weight[level] > weight[lost ?? 'agent'];
  const since = new Date(now).toISOString();
  const remembers = await memory.change((draft) => {
    draft.run = { boot: boot.id, ending: 'none' };
    if (lost !== null) draft.taken.push({ at: now, level: lost, part: 'agent' });
    if (further && level === 'board') draft.taken.push({ at: now, level, part: 'agent' });
    if (further && level === 'out_of_service')
      draft.suspended ??= { since, reason: reasons[lost ?? 'agent'] };
  });
  if (lost !== null) log.error({ former, step: level }, `watchdog: ${reasons[lost]}`);
  const { suspended } = memory.data();
  return {
    // Without a service manager nobody could bring the totem back.
    suspended: supervised ? suspended : null,
    restartBoard: further && level === 'board' && remembers,
    former,
  };
}

function levelFrom(lost: 'agent' | 'board', taken: readonly Taken[], circumstances: Circumstances): Level {
  const level = nextLevel('agent', taken, circumstances);
  if (lost === 'agent' || level !== 'agent') return level;
  // The board has restarted already, whether or not the agent might have been enough.
  return nextLevel('disk', taken, circumstances) === 'board' ? 'board' : 'out_of_service';
}

function endingOf({ run }: Readonly<WatchdogRecord>, boot: BeginOptions['boot']): Beginning['former'] {
  if (run === null) return 'none';
  if (run.ending !== 'none') return run.ending;
  return run.boot === boot.id ? 'lost' : 'power';
}

function lossOf(former: Beginning['former'], reason: BootReason): 'agent' | 'board' | null {
  if (former === 'lost') return 'agent';
  return former === 'power' && (reason === 'watchdog' || reason === 'panic') ? 'board' : null;
}

const weight: Record<Level, number> = { part: 0, endure: 0, agent: 1, board: 2, out_of_service: 3 };
const reasons: Record<'agent' | 'board', string> = {
  agent: 'the agent ended without notice',
  board: 'the board was restarted by its watchdog or its kernel',
};
