import type { CallId, CallSoundQuery, CallSoundStored } from '../../../protocol/calls/index.ts';
import { failure, type Result, success } from '../../../protocol/index.ts';
import type { CallCentre } from '../centre.ts';
import { type Address, type Call, deskAddress, living } from '../model/index.ts';
import type { Recordings } from './index.ts';

/** Whose desk may hand in sound of which call, and until when. */
export interface Tape {
  /** The call's operator hands in a piece of sound. */
  take(operator: string, call: CallId, part: CallSoundQuery, bytes: Buffer): Promise<Result<CallSoundStored>>;
  stop(): Promise<void>;
}

export interface TapeOptions {
  centre: Pick<CallCentre, 'view' | 'onStep'>;
  recordings: Pick<Recordings, 'sound' | 'erase' | 'settled'>;
  onError(error: unknown): void;
  now: () => number;
}

/** After the end of a recording its desk may hand in what was recorded before, for so long (ms). */
const rest = 120_000;

/** How much longer a take may be than it has been allowed: clocks of sound and of the hub differ (ms). */
const slack = 1000;

interface Open {
  operator: Address;
  /** The yes, since when it is recorded; -Infinity where the hub was started in the middle of it. */
  since: number;
  /** Null as long as it is recorded. */
  until: number | null;
}

/**
 * Watches the calls: sound is taken in from the yes of the citizen on. After the operator ended the recording, handed
 * the call on, or the call was over, what they had recorded until then may still come; after a no of the
 * citizen nothing, and all there is is deleted.
 */
export function openTape({ centre, recordings, onError, now }: TapeOptions): Tape {
  const open = new Map<CallId, Open>();
  const look = (call: Call, since = now()) => {
    const operator = call.parties.find(({ name }) => name === 'operator');
    const was = open.get(call.id);
    if (operator && call.recording?.state === 'on' && call.recording.sound) {
      const going = was?.until === null && was.operator === operator.address;
      open.set(call.id, { operator: operator.address, since: going ? was.since : since, until: null });
    } else if (was?.until === null) open.set(call.id, { ...was, until: now() + rest });
  };
  for (const call of living(centre.view())) look(call, Number.NEGATIVE_INFINITY);
  const leave = centre.onStep((effects) => {
    for (const effect of effects) {
      if (effect.type === 'erase') {
        open.delete(effect.call);
        void recordings.erase(effect.call).catch(onError);
      }
      if (effect.type === 'keep') look(effect.call);
    }
    for (const [call, { until }] of open) if (until !== null && until <= now()) open.delete(call);
  });

  const refused = failure('forbidden', 'sound is handed in by the operator of a call that is recorded');
  return {
    take: async (operator, call, part, bytes) => {
      const allowed = (begins: boolean): Result<null> => {
        const door = open.get(call);
        if (door?.operator !== deskAddress(operator)) return refused;
        if (door.until !== null && (begins || door.until <= now())) return refused;
        // A take from before a no that comes late: it was begun before the yes that holds now.
        if (begins && part.until > now() - door.since + slack) return refused;
        return success(null);
      };
      const known = centre.view().calls.get(call);
      if (!known) return refused;
      return recordings.sound(known, part, bytes, allowed);
    },
    stop: async () => {
      leave();
      await recordings.settled();
    },
  };
}
