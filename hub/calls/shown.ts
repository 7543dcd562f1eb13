import type { CallId, CallPictureStored, CallShare } from '../../protocol/calls/index.ts';
import { checkForm } from '../../protocol/calls/index.ts';
import { failure, type Result, success } from '../../protocol/index.ts';
import type { CallCentre } from './centre.ts';
import { type Address, deskAddress, partyAt, taking } from './model/index.ts';
import type { CallPicture, CallPictures } from './pictures/index.ts';

/** What is shown in calls, for those who are in them. */
export interface Shown {
  /** The call's operator hands a picture in. */
  put(operator: string, call: CallId, bytes: Buffer): Promise<Result<CallPictureStored>>;
  /** Anybody in the call reads one; to others there is nothing. */
  read(address: Address, call: CallId, sha256: string): Promise<Result<CallPicture>>;
  /** Whether something can be shown: a picture must be there, a form must make sense. */
  check(call: CallId, share: CallShare): Result<null>;
}

/** Also deletes the pictures of calls that end. */
export function openShown(
  centre: Pick<CallCentre, 'view' | 'onStep'>,
  pictures: CallPictures,
): Shown & { stop(): Promise<void> } {
  const nothing = failure('not_found', 'there is no such call, or you are not in it');
  const partyOf = (address: Address, id: CallId) => {
    const call = centre.view().calls.get(id);
    const party = call && partyAt(call, address);
    return call && party && taking(call).includes(party) ? party : undefined;
  };
  const leave = centre.onStep((effects) => {
    for (const effect of effects) {
      if (effect.type === 'keep' && effect.call.state === 'ended') void pictures.forget(effect.call.id);
    }
  });
  return {
    put: async (operator, call, bytes) => {
      if (partyOf(deskAddress(operator), call)?.name !== 'operator') return nothing;
      const stored = await pictures.put(call, bytes);
      // The call may have ended meanwhile.
      if (centre.view().calls.get(call)?.state === 'ended') await pictures.forget(call);
      return stored;
    },
    read: async (address, call, sha256) => (partyOf(address, call) ? pictures.read(call, sha256) : nothing),
    check: (call, share) => {
      if (share.kind === 'form') return checkForm(share);
      if (share.kind !== 'document' || pictures.has(call, share.sha256)) return success(null);
      return failure('not_found', 'hand the picture in before it is shown', '/share/sha256');
    },
    stop: async () => {
      leave();
      await pictures.settled();
    },
  };
}
