import { setTimeout as sleep } from 'node:timers/promises';
import { failure, type Result, RolloutDetail, validatorOf } from '../../protocol/index.ts';
import { type Hub, patiently } from '../client/index.ts';
import type { Context } from '../command.ts';
import { patienceOf } from '../upload/index.ts';
import { progressLine } from './text.ts';

const parseDetail = validatorOf(RolloutDetail);
const pause = 500;
const patienceSeconds = 300;

export function rolloutDetail(hub: Hub, id: number): Promise<Result<RolloutDetail>> {
  return hub.call('GET', `/rollouts/${id}`, undefined, parseDetail);
}

/** Tells what changes until the rollout ends or waits for a decision. */
export async function watchRollout(context: Context, hub: Hub, id: number): Promise<Result<RolloutDetail>> {
  const patience = patienceOf(context, patienceSeconds);
  let told = '';
  for (;;) {
    const answer = await patiently(() => rolloutDetail(hub, id), patience);
    if (!answer.ok) return answer;
    const { rollout } = answer.value;
    const line = progressLine(rollout);
    if (line !== told) context.notice(line);
    told = line;
    if (rollout.ended !== null || rollout.state === 'paused') return answer;
    try {
      await sleep(pause, undefined, { signal: context.signal });
    } catch {
      return failure('unavailable', 'interrupted; the rollout goes on by itself');
    }
  }
}
