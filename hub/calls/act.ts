import type { CallNotice, DeskRequest } from '../../protocol/calls/index.ts';
import { failure, type Result } from '../../protocol/index.ts';
import { type AllowedOffices, checkOffices, mayServe } from './allowed.ts';
import type { CallCentre } from './centre.ts';
import { deskAddress } from './model/index.ts';
import type { Recordings } from './recordings/index.ts';
import type { CallRecords } from './records.ts';
import type { AppointmentRequests } from './requests.ts';
import type { Shown } from './shown.ts';

/** What the requests of a desk reach. */
export interface ActParts {
  centre: CallCentre;
  records: Pick<CallRecords, 'keepSkills'>;
  shown: Pick<Shown, 'check'>;
  requests: Pick<AppointmentRequests, 'done'>;
  recordable: Recordings['recordable'];
}

/** Does what an operator asks for. */
export async function act(
  { centre, records, shown, requests, recordable }: ActParts,
  { name, offices: allowed }: { name: string; offices: AllowedOffices },
  request: DeskRequest,
  link: { send(notice: CallNotice): void },
): Promise<void> {
  const refuse = (call: string | null, { error }: Extract<Result<null>, { ok: false }>) =>
    link.send({ type: 'refused', call, error });
  const serves = (id: string) => {
    const call = centre.view().calls.get(id);
    return !call || mayServe(allowed, call.wish.office);
  };
  const foreign = (call: string) =>
    refuse(call, failure('forbidden', 'an admin has not allowed you the office of this call'));
  switch (request.type) {
    case 'presence':
      return centre.take({ type: 'presence', name, presence: request.presence });
    case 'skills': {
      const checked = checkOffices(request.skills, allowed);
      if (!checked.ok) return refuse(null, checked);
      await records.keepSkills(name, request.skills);
      return centre.take({ type: 'skilled', name, skills: request.skills });
    }
    case 'answer':
      return centre.take({ type: 'answered', call: request.call, name });
    case 'pick':
      if (!serves(request.call)) return foreign(request.call);
      return centre.take({ type: 'picked', call: request.call, name });
    case 'decline':
      return centre.take({ type: 'declined', call: request.call, name });
    case 'show': {
      const checked = shown.check(request.call, request.share);
      if (!checked.ok) return refuse(request.call, checked);
      return centre.take({ type: 'shared', call: request.call, name, share: request.share });
    }
    case 'transfer':
      return centre.take({
        type: 'transferred',
        call: request.call,
        name,
        to: request.to,
        note: request.note,
      });
    case 'invite': {
      const { call, operator: guest, listens } = request;
      // Who listens goes in alone; who is asked in was asked by the call's operator.
      if (guest === name && !serves(call)) return foreign(call);
      return centre.take({ type: 'invited', call, name, guest, listens });
    }
    case 'file':
      return centre.take({ type: 'filed', call: request.call, name, tags: request.tags });
    case 'record': {
      const { call, on, sound } = request;
      const office = centre.view().calls.get(call)?.wish.office;
      const may = recordable.find((each) => each.office === office);
      if (on && (!may || (sound && !may.sound))) {
        return refuse(call, failure('unsupported', 'calls.recording in hub.yaml does not allow this'));
      }
      return centre.take({ type: 'recorded', call, name, on, sound });
    }
    case 'done': {
      const offices = centre.view().desks.get(name)?.skills.offices ?? [];
      const done = await requests.done(name, request.request, offices);
      if (!done.ok) refuse(null, done);
      return;
    }
    case 'ask':
    case 'fill':
    case 'consent':
    case 'appointment':
      return refuse(request.call, failure('forbidden', 'this is for the citizen to say'));
    default:
      return centre.request(deskAddress(name), 'portal', request);
  }
}
