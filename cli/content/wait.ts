import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ContentRelease,
  failure,
  type ReportedState,
  type Result,
  success,
  type Totem,
  TotemList,
  validatorOf,
} from '../../protocol/index.ts';
import { type Hub, type Patience, patiently } from '../client/index.ts';
import type { Context } from '../command.ts';
import { countText, plain } from '../output/index.ts';
import { release as releaseById } from './publish.ts';

const parseTotems = validatorOf(TotemList);
const pause = 500;
const roundsPerLook = 10;

/**
 * Waits until every totem that should show a release says that it does. Ends early when each of the others
 * has given it up, late with `expired`; both errors name the totems.
 */
export async function waitUntilShown(
  context: Context,
  hub: Hub,
  id: string,
  seconds: number,
  patience: Patience,
): Promise<Result<ContentRelease>> {
  const deadline = context.now() + seconds * 1000;
  let told = '';
  let stuck = false;
  for (let round = 0; ; round += 1) {
    const left = { ...patience, milliseconds: Math.max(0, deadline - context.now()) };
    const current = await patiently(() => releaseById(hub, id), left);
    if (!current.ok) return current;
    const line = countLine(current.value);
    if (line !== told) context.notice(line);
    told = line;

    // The counts are cheap but say nothing about which totems; the whole fleet is asked for now and then.
    const late = context.now() + pause > deadline;
    if (late || stuck || complete(current.value) || round % roundsPerLook === 0) {
      const others = await lagging(hub, id, left);
      if (!others.ok) return others;
      if (others.value.length === 0) return current;
      const names = described(others.value);
      // Seen twice: a totem that has just heard of this release may still report how the former one ended.
      const wasStuck = stuck;
      stuck = others.value.every(gaveUp);
      if (stuck && wasStuck) {
        return failure('conflict', `${line}; given up by ${names}; totem show says why`);
      }
      if (late) {
        return failure(
          'expired',
          `${line} after ${seconds} s; missing: ${names}. The totems go on by themselves; see totem content show ${id}`,
        );
      }
    }
    try {
      await sleep(pause, undefined, { signal: context.signal });
    } catch {
      return failure('unavailable', 'interrupted; it is published, and the totems go on by themselves');
    }
  }
}

function complete({ desiredBy, activeOn }: ContentRelease): boolean {
  return activeOn >= desiredBy;
}

function countLine({ desiredBy, activeOn }: ContentRelease): string {
  const shown = Math.min(activeOn, desiredBy);
  return `${shown} of ${countText(desiredBy, 'totem')} ${shown === 1 && desiredBy === 1 ? 'shows' : 'show'} it`;
}

/** Totems that should show the release and do not yet. */
async function lagging(hub: Hub, id: string, patience: Patience): Promise<Result<Totem[]>> {
  const answer = await patiently(() => hub.call('GET', '/totems', undefined, parseTotems), patience);
  if (!answer.ok) return answer;
  return success(
    answer.value.totems.filter(
      ({ desired, reported }) => desired.content?.release === id && !isShown(reported?.content, id),
    ),
  );
}

/** Active and proved: a release that is being proved may still be rolled back. */
function isShown(content: ReportedState['content'] | undefined, id: string): boolean {
  return content?.active === id && content.state === 'idle';
}

/** Refused or rolled back, as the answer to what is desired now: such a totem does not try again. */
function gaveUp({ online, desired, reported }: Totem): boolean {
  return online && reported?.content.state === 'failed' && reported.revision >= desired.revision;
}

function described(totems: readonly Totem[]): string {
  const shown = totems.slice(0, 4).map(({ id, online, reported }) => {
    const problem = reported?.content.problem;
    const state = problem
      ? plain(problem.message).slice(0, 60)
      : (reported?.content.state ?? 'nothing reported');
    return `${id} (${online ? state : 'offline'})`;
  });
  const more = totems.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
