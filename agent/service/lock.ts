import type { ServiceKey } from '../../protocol/index.ts';
import { readRecord, recordFor, type ServiceRecord, writeRecord } from './record.ts';

/** `disk`: the code was right, but the disk did not keep that it is used now, so it does not open. */
export type Attempt = 'accepted' | 'refused' | 'limited' | 'disk' | 'keyless';

/** What stands between a passer-by and the service menu. */
export interface ServiceLock {
  /** What the next code is made for; `null` without a secret. */
  counter(): number | null;
  /** 0 without a secret. */
  generation(): number;
  refusals(): number;
  /** Seconds to wait after the refusals so far, counted from the last one or from the start of the agent. */
  wait(): number;
  /** One attempt at a time. Whatever it comes to is on the disk before it is told. */
  attempt(code: string): Promise<Attempt>;
  /** Takes another secret; one of the same generation is the one that is there. */
  replace(key: ServiceKey): Promise<void>;
}

/** Codes that may be tried for one counter, and before each wait. */
export const triesAtOnce = 3;

/** Seconds after the first, second … set of tries; the last one stays. */
const waits = [30, 60, 120, 300] as const;

/**
 * Seconds to wait after so many wrong codes in a row. Short enough that a passer-by who types nonsense cannot lock
 * the technician out for long: eight digits pay for it (docs/decisions/0014).
 */
export function waitAfter(refusals: number): number {
  if (refusals === 0 || refusals % triesAtOnce !== 0) return 0;
  return waits[Math.min(refusals / triesAtOnce, waits.length) - 1] ?? 0;
}

/** @param folder of the agent's data, with `service.json` */
export async function openLock(folder: string): Promise<ServiceLock> {
  let record = await readRecord(folder);
  let busy: Promise<unknown> = Promise.resolve();

  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = busy.then(work);
    busy = done.catch(() => undefined);
    return done;
  };

  async function attempt(code: string): Promise<Attempt> {
    if (!record) return 'keyless';
    const { isServiceCode } = await import('../../protocol/service-code.ts');
    const next = after(record, isServiceCode(record.key.secret, record.counter, code));
    const accepted = next.refusals === 0;
    try {
      await writeRecord(folder, next);
    } catch {
      // A wrong code counts all the same, for as long as this process lives; a right one is still unused.
      if (!accepted) record = next;
      return accepted ? 'disk' : outcomeOf(next);
    }
    record = next;
    return accepted ? 'accepted' : outcomeOf(next);
  }

  return {
    counter: () => record?.counter ?? null,
    generation: () => record?.key.generation ?? 0,
    refusals: () => record?.refusals ?? 0,
    wait: () => waitAfter(record?.refusals ?? 0),
    attempt: (code) => inTurn(() => attempt(code)),
    replace: (key) =>
      inTurn(async () => {
        if (record?.key.generation === key.generation) return;
        const next = recordFor(key, record?.refusals);
        await writeRecord(folder, next);
        record = next;
      }),
  };
}

/** A counter serves for one right code, or for a few wrong ones. */
function after(record: ServiceRecord, right: boolean): ServiceRecord {
  if (right) return { ...record, counter: record.counter + 1, refusals: 0 };
  const refusals = record.refusals + 1;
  const spent = refusals % triesAtOnce === 0;
  return { ...record, counter: record.counter + (spent ? 1 : 0), refusals };
}

function outcomeOf({ refusals }: ServiceRecord): Attempt {
  return waitAfter(refusals) > 0 ? 'limited' : 'refused';
}
