import { failure, type Result, success } from '../../protocol/index.ts';
import type { Pool } from '../artifacts/index.ts';
import { clearFailure, type Operation, underWay, unproved } from './operation.ts';
import { baselineOf, prove } from './proving.ts';
import type { Bus, Rauc } from './rauc/index.ts';
import { rebootBoard } from './reboot.ts';
import type { Side } from './slots.ts';
import type { FirmwareOptions } from './types.ts';

export interface MoveParts {
  options: FirmwareOptions;
  operation: Operation;
  pool: Pool;
  rauc: Rauc;
  bus: Bus;
  bootId: string;
  /** Where the board runs from, as far as anybody can tell. */
  side(): Side | null;
}

/** Starts of the agent in a slot that has not proved itself, after which it is given up. */
const maximumStarts = 3;
/** Restarts asked for to get out of a slot; the boot loader counts its attempts down as well. */
const maximumReturns = 6;

export async function reboot(parts: MoveParts, signal: AbortSignal): Promise<Result<null>> {
  const { operation, options, bootId } = parts;
  if (operation.data().state === 'installed') {
    const baseline = baselineOf(options.evidence());
    await operation.advance('restarted', (firmware) => {
      // How the totem is at the last moment is what the new firmware is measured by.
      if (firmware.move) firmware.move = { ...firmware.move, bootId, starts: 0, baseline };
    });
  }
  return restart(parts, signal);
}

/** The board came up: in the new slot, which has to prove itself, or in the former one. */
export async function locate(parts: MoveParts, signal: AbortSignal): Promise<Result<null>> {
  const { operation, rauc, options } = parts;
  const side = parts.side();
  const { target, move } = underWay(operation.data());
  const { state, problem } = operation.data();
  if (side === 'former') {
    const { bootname } = move.to;
    const reasons: Partial<Record<typeof state, string>> = {
      rebooting: `the boot loader came back from slot ${bootname}: ${target.version} did not get as far as its agent`,
      proving: `slot ${bootname} was left again before ${target.version} had proved itself; its agent was started ${move.starts} times`,
    };
    const message = reasons[state] ?? problem?.message ?? `slot ${bootname} was left again`;
    // The boot loader shall not try again what did not prove itself, and shall keep to what runs: first of its order
    // too, which the installation changed, so that a count that is lost does not lead to the other slot.
    await rauc.mark('bad', 'other');
    await rauc.mark('active', 'booted');
    await rauc.mark('good', 'booted');
    await operation.refuse('returned', { code: unproved, message });
    await tidy(parts);
    return success(null);
  }
  if (side === null && options.clock.uptime() < options.proveSeconds) {
    return operation.postponed({ code: 'unavailable', message: 'nobody tells which slot runs' });
  }
  try {
    await operation.advance('booted', (firmware) => {
      if (firmware.move) firmware.move.starts = 1;
    });
  } catch (error) {
    // There may be room before the time to prove is over.
    if (options.clock.uptime() < options.proveSeconds) throw error;
    return leaveUnwritten(parts, error, signal);
  }
  return success(null);
}

export async function proveSlot(parts: MoveParts, signal: AbortSignal): Promise<Result<null>> {
  const { operation, options } = parts;
  const { target, move } = underWay(operation.data());
  const giveUp = async (reason: string): Promise<Result<null>> => {
    const message = `${target.version} ran in slot ${move.to.bootname} and was not well: ${reason}`;
    try {
      await operation.advance('unproved', (firmware) => {
        firmware.problem = { code: unproved, message: message.slice(0, 500) };
      });
    } catch (error) {
      options.log.error({ reason: message }, 'firmware');
      return leaveUnwritten(parts, error, signal);
    }
    return success(null);
  };
  if (move.starts > maximumStarts) return giveUp(`its agent was started ${move.starts} times`);
  const verdict = await prove({
    baseline: move.baseline,
    withinSeconds: options.proveSeconds,
    soakSeconds: target.soakSeconds,
    evidence: options.evidence,
    clock: options.clock,
    signal,
  });
  if (verdict.outcome === 'stopped') return failure('unavailable', 'interrupted');
  if (verdict.outcome === 'unwell') return giveUp(verdict.reason);
  const marked = await markGood(parts, move.to.name, signal);
  if (signal.aborted) return failure('unavailable', 'interrupted');
  if (!marked.ok) return giveUp(`its slot could not be marked good: ${marked.error.message}`);
  await operation.advance('proved', (firmware) => {
    firmware.move = null;
    firmware.problem = null;
    firmware.rejected = null;
  });
  clearFailure(options.faults);
  const { version, attempt } = target;
  const at = new Date(options.clock.now()).toISOString();
  options.record({ kind: 'firmware.confirmed', at, version, attempt, slot: move.to.name });
  await tidy(parts);
  return success(null);
}

/** RAUC gets a few tries, and has to mean the slot that was proved. */
async function markGood(
  { rauc, options }: MoveParts,
  slot: string,
  signal: AbortSignal,
): Promise<Result<null>> {
  for (let attempt = 1; ; attempt += 1) {
    const marked = await rauc.mark('good', 'booted');
    if (marked.ok && marked.value !== slot) {
      return failure('internal', `slot ${marked.value} runs, not ${slot}`);
    }
    if (marked.ok) return success(null);
    if (attempt === 5 || signal.aborted) return marked;
    await options.clock.sleep(3000, signal);
  }
}

/**
 * Leaves the new slot for the former one. Where RAUC cannot be told, restarts alone do it: a slot that is not
 * marked good is counted down by the boot loader.
 */
export async function rollBack(parts: MoveParts, signal: AbortSignal): Promise<Result<null>> {
  const { operation } = parts;
  const { move } = underWay(operation.data());
  if (move.returns >= maximumReturns) {
    const said = operation.data().problem?.message ?? '';
    const message = `${said}; and ${move.returns} restarts did not lead back to slot ${move.from.bootname}`;
    await operation.refuse('returned', { code: unproved, message });
    return success(null);
  }
  try {
    await operation.note((firmware) => {
      if (firmware.move) firmware.move.returns += 1;
    });
  } catch (error) {
    return leaveUnwritten(parts, error, signal);
  }
  return leave(parts, signal);
}

/**
 * A disk that takes no writes must not hold the totem in a firmware that is not well. What stands there says that it is on
 * trial, so the former slot knows what it comes from, and writes it down as soon as it can.
 */
function leaveUnwritten(parts: MoveParts, error: unknown, signal: AbortSignal): Promise<Result<null>> {
  parts.options.log.error({ err: error }, 'a firmware on trial is left without a note of it');
  return leave(parts, signal);
}

async function leave(parts: MoveParts, signal: AbortSignal): Promise<Result<null>> {
  const { rauc, options } = parts;
  const active = await rauc.mark('active', 'other');
  const bad = await rauc.mark('bad', 'booted');
  if (!active.ok || !bad.ok) options.log.error({ active, bad }, 'the slot could not be marked bad');
  return restart(parts, signal);
}

export async function tidy({ pool }: Pick<MoveParts, 'pool'>): Promise<void> {
  await pool.keepOnly(new Set());
}

/** Does not end well while this process lives: the board goes down, or the restart is asked for again. */
async function restart({ options, bus, operation }: MoveParts, signal: AbortSignal): Promise<Result<null>> {
  const asked = await (options.reboot?.() ?? rebootBoard(bus, options.rebootCommand));
  if (!asked.ok) return operation.postponed(asked.error);
  await options.clock.sleep(options.rebootPatience, signal);
  return failure('unavailable', 'the board was not restarted');
}
