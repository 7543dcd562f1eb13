import type { CallNotice, DeskCall, DeskNotice, DeskRequest, Skills } from '../../protocol/calls/index.ts';
import { failure, type Result } from '../../protocol/index.ts';
import type { CallCentre } from './centre.ts';
import { queueFigures } from './figures.ts';
import { type Call, callAtDesk, deskAddress, type Effect, living } from './model/index.ts';
import type { Recordings } from './recordings/index.ts';
import type { CallRecord, CallRecords } from './records.ts';
import type { AppointmentRequests } from './requests.ts';
import type { Shown } from './shown.ts';

/** The connection to one operator's browser. */
export interface DeskLink {
  send(message: DeskNotice | CallNotice): void;
  /** Ends the connection from this side. */
  close(): void;
}

/** One operator who is connected. */
export interface DeskSession {
  take(request: DeskRequest): Promise<void>;
  /** The browser is gone, perhaps not for long. */
  closed(): Promise<void>;
  /** The operator goes home. */
  signOut(): Promise<void>;
}

export interface Desks {
  open(operator: { name: string; supervisor: boolean }, link: DeskLink): Promise<DeskSession>;
  /** Reaches a desk by the name of its operator. */
  send(name: string, message: DeskNotice | CallNotice): void;
  stop(): void;
}

export interface DesksOptions {
  centre: CallCentre;
  records: CallRecords;
  shown: Pick<Shown, 'check'>;
  requests: Pick<AppointmentRequests, 'list' | 'done' | 'onChange'>;
  recordable: Recordings['recordable'];
  /** Where a totem stands, as operators know it; empty for anything else. */
  placeOf(address: string): string;
  serviceLevelSeconds: number;
  now: () => number;
}

/** How often figures and waits move on without an event (ms). */
const freshened = 10_000;

/** Before an operator, or an admin for them, said what they can do. */
const noSkills: Skills = {
  offices: ['urp'],
  languages: ['it'],
  signLanguage: false,
  subjects: [],
  modes: ['video', 'voice', 'text'],
};

export function openDesks(options: DesksOptions): Desks {
  const { centre, records, requests, recordable, placeOf, serviceLevelSeconds, now } = options;
  const links = new Map<string, DeskLink>();
  let today: { from: number; records: readonly CallRecord[] } | undefined;
  let telling: Promise<void> | undefined;

  const send: Desks['send'] = (name, message) => links.get(name)?.send(message);

  const figures = async () => {
    const from = new Date(now()).setHours(0, 0, 0, 0);
    if (today?.from !== from) {
      const all = await records.between(from, now() + 1);
      today = { from, records: all.filter(({ ended }) => ended !== null) };
    }
    return queueFigures(centre.view(), today.records, now(), serviceLevelSeconds);
  };

  /** Tells every desk how things stand; what happens meanwhile is told once more at the end. */
  const tellAll = (): Promise<void> => {
    telling ??= Promise.resolve().then(async () => {
      telling = undefined;
      const queues = await figures();
      for (const [name, link] of links) {
        const notice = standing(name, queues);
        if (notice) link.send(notice);
      }
    });
    return telling;
  };

  const standing = (name: string, queues: Awaited<ReturnType<typeof figures>>): DeskNotice | undefined => {
    const view = centre.view();
    const desk = view.desks.get(name);
    if (!desk) return undefined;
    const own = callAtDesk(view, name);
    const shown = living(view).filter(
      (call) => desk.supervisor || call === own || desk.skills.offices.includes(call.wish.office),
    );
    return {
      type: 'desk',
      you: name,
      supervisor: desk.supervisor,
      presence: own ? 'busy' : desk.chosen,
      skills: desk.skills,
      calls: shown.map(shownCall),
      colleagues: [...view.desks.values()]
        .filter((other) => other.name !== name && other.present)
        .map((other) => ({
          name: other.name,
          presence: callAtDesk(view, other.name) ? 'busy' : other.chosen,
          offices: other.skills.offices,
          languages: other.skills.languages,
          signLanguage: other.skills.signLanguage,
        })),
      queues,
      ...(recordable.length > 0 && { recordable: [...recordable] }),
    };
  };

  /** Tells desks what their offices are asked to ring back about. */
  const tellRequests = async (names: Iterable<string>) => {
    for (const name of names) {
      const offices = centre.view().desks.get(name)?.skills.offices ?? [];
      send(name, { type: 'requests', requests: await requests.list(offices) });
    }
  };

  const shownCall = (call: Call): DeskCall => {
    const citizen = call.parties.find(({ name }) => name === 'citizen');
    return {
      call: call.id,
      state: call.state,
      origin: call.origin,
      place: citizen ? placeOf(citizen.address) : '',
      wish: call.wish,
      since: new Date(call.since).toISOString(),
      answered: call.answered === null ? null : new Date(call.answered).toISOString(),
      present: citizen?.present ?? false,
      note: call.note,
    };
  };

  const leave = centre.onStep((effects: readonly Effect[]) => {
    for (const effect of effects) {
      if (effect.type === 'ring') send(effect.name, { type: 'ring', call: effect.call, as: effect.as });
      if (effect.type === 'hush') send(effect.name, { type: 'hush', call: effect.call });
      if (effect.type === 'keep' && effect.call.state === 'ended') today = undefined;
    }
    void tellAll();
  });
  const leaveRequests = requests.onChange(() => void tellRequests([...links.keys()]));
  const timer = setInterval(() => links.size > 0 && void tellAll(), freshened);

  const sessionOf = (name: string, supervisor: boolean, link: DeskLink): DeskSession => {
    const mine = () => links.get(name) === link;
    const gone = () => {
      if (mine()) links.delete(name);
    };
    return {
      take: async (request) => {
        if (!mine()) return;
        await act(options, { name, supervisor }, request, link);
        if (request.type === 'skills') await tellRequests([name]);
      },
      closed: async () => {
        if (!mine()) return;
        gone();
        await centre.take({ type: 'link', address: deskAddress(name), present: false });
      },
      signOut: async () => {
        if (!mine()) return;
        gone();
        await centre.take({ type: 'signed_out', name });
      },
    };
  };

  return {
    open: async ({ name, supervisor }, link) => {
      const before = links.get(name);
      links.set(name, link);
      before?.send({ type: 'replaced' });
      before?.close();
      const skills = (await records.skills(name)) ?? noSkills;
      await centre.take({ type: 'signed_in', name, skills, supervisor });
      await centre.take({ type: 'link', address: deskAddress(name), present: true });
      await tellRequests([name]);
      return sessionOf(name, supervisor, link);
    },
    send,
    stop: () => {
      clearInterval(timer);
      leave();
      leaveRequests();
      for (const link of links.values()) link.close();
      links.clear();
    },
  };
}

/** Does what an operator asks for. */
async function act(
  { centre, records, shown, requests, recordable }: DesksOptions,
  { name, supervisor }: { name: string; supervisor: boolean },
  request: DeskRequest,
  link: DeskLink,
): Promise<void> {
  const refuse = (call: string | null, { error }: Extract<Result<null>, { ok: false }>) =>
    link.send({ type: 'refused', call, error });
  switch (request.type) {
    case 'presence':
      return centre.take({ type: 'presence', name, presence: request.presence });
    case 'skills':
      await records.keepSkills(name, request.skills);
      return centre.take({ type: 'signed_in', name, skills: request.skills, supervisor });
    case 'answer':
      return centre.take({ type: 'answered', call: request.call, name });
    case 'pick':
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
      return centre.take({ type: 'invited', call, name, guest, listens });
    }
    case 'file':
      return centre.take({ type: 'filed', call: request.call, name, tags: request.tags });
    case 'record': {
      const { call, on, sound } = request;
      const office = centre.view().calls.get(call)?.wish.office;
      const allowed = recordable.find((each) => each.office === office);
      if (on && (!allowed || (sound && !allowed.sound))) {
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
