import { type CallNotice, type CallRequest, checkAnswers } from '../../protocol/calls/index.ts';
import { failure, type Result, success } from '../../protocol/index.ts';
import { type Address, type Centre, partyAt } from './model/index.ts';

type Fill = Extract<CallRequest, { type: 'fill' }>;

/**
 * Whom to tell what when a citizen has filled in a form: the operator gets the answers, the citizen hears of it.
 * Refused is what comes from anybody else, is for another form than the one that is shown, or does not fit it.
 */
export function filledNotices(
  centre: Centre,
  from: Address,
  { call: id, form, answers }: Fill,
): Result<{ address: Address; notice: CallNotice }[]> {
  const call = centre.calls.get(id);
  const citizen = call && partyAt(call, from);
  if (citizen?.name !== 'citizen' || !call) return failure('not_found', 'this call is over');
  if (call.share.kind !== 'form' || call.share.form !== form) {
    return failure('conflict', 'the operator took this form away', '/form');
  }
  const checked = checkAnswers(call.share, answers);
  if (!checked.ok) return checked;
  const operator = call.parties.find(({ name }) => name === 'operator');
  if (!operator?.present) return failure('offline', 'the operator is not reached just now: send it again');
  return success([
    { address: operator.address, notice: { type: 'filled', call: id, form, answers } },
    { address: from, notice: { type: 'delivered', call: id, form } },
  ]);
}
