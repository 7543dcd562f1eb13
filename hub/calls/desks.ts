import type { CallNotice, DeskCall, DeskNotice, DeskRequest, Skills } from '../../protocol/calls/index.ts';
import { type ActParts, act } from './act.ts';
import { type AllowedOffices, mayServe, narrowed } from './allowed.ts';
import { queueFigures } from './figures.ts';
import { type Call, callAtDesk, deskAddress, type Effect, living, partyAt } from './model/index.ts';
import type { CallRecord, CallRecords } from './records.ts';
import type { AppointmentRequests } from './requests.ts';

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

/** Who is at a desk. */
export interface AtDesk {
  name: string;
  supervisor: boolean;
  /** For which offices. */
  offices: AllowedOffices;
}

export interface Desks {
  open(operator: AtDesk, link: DeskLink): Promise<DeskSession>;
  /** An admin says for which offices somebody may be at the desk; who is there now is told. */
  allow(name: string, offices: AllowedOffices): Promise<void>;
  /** Reaches a desk by the name of its operator. */
  send(name: string, message: DeskNotice | CallNotice): void;
  stop(): void;
}

export interface DesksOptions extends ActParts {
  records: CallRecords;
  requests: Pick<AppointmentRequests, 'list' | 'done' | 'onChange'>;
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
  const allowed = new Map<string, AllowedOffices>();
  const allowedTo = (name: string) => allowed.get(name) ?? null;
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
    const offices = allowedTo(name);
    const shown = living(view).filter(
      (call) =>
        call === own ||
        (desk.supervisor
          ? mayServe(offices, call.wish.office)
          : desk.skills.offices.includes(call.wish.office)),
    );
    return {
      type: 'desk',
      you: name,
      supervisor: desk.supervisor,
      presence: own ? 'busy' : desk.chosen,
      skills: desk.skills,
      ...(offices && { allowed: [...offices] }),
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

  /** Lets a desk ring that a call is offered to, or that is asked in. */
  const ring = (name: string, id: string) => {
    const call = centre.view().calls.get(id);
    const party = call && partyAt(call, deskAddress(name));
    if (!call || !party) return;
    const offered = party.name === 'operator' && call.state === 'ringing';
    if (!offered && !party.invited) return;
    const left = offered && call.deadline !== null ? Math.max(0, call.deadline - now()) : null;
    send(name, {
      type: 'ring',
      call: id,
      as: party.name,
      ...(left !== null && { seconds: Math.ceil(left / 1000) }),
    });
  };

  const leave = centre.onStep((effects: readonly Effect[]) => {
    for (const effect of effects) {
      if (effect.type === 'ring') ring(effect.name, effect.call);
      if (effect.type === 'hush') send(effect.name, { type: 'hush', call: effect.call });
      if (effect.type === 'keep' && effect.call.state === 'ended') today = undefined;
    }
    void tellAll();
  });
  const leaveRequests = requests.onChange(() => void tellRequests([...links.keys()]));
  const timer = setInterval(() => links.size > 0 && void tellAll(), freshened);

  const sessionOf = (name: string, link: DeskLink): DeskSession => {
    const mine = () => links.get(name) === link;
    const gone = () => {
      if (mine()) links.delete(name);
    };
    return {
      take: async (request) => {
        if (!mine()) return;
        await act(options, { name, offices: allowedTo(name) }, request, link);
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

  const skillsOf = async (name: string) =>
    narrowed((await records.skills(name)) ?? noSkills, allowedTo(name));

  return {
    open: async ({ name, supervisor, offices }, link) => {
      allowed.set(name, offices);
      const before = links.get(name);
      links.set(name, link);
      const rang = callAtDesk(centre.view(), name);
      before?.send({ type: 'replaced' });
      before?.close();
      const skills = await skillsOf(name);
      await centre.take({ type: 'signed_in', name, skills, supervisor });
      await centre.take({ type: 'link', address: deskAddress(name), present: true });
      // A window that was loaded again does not know of what has rung there since.
      if (rang) ring(name, rang.id);
      await tellRequests([name]);
      return sessionOf(name, link);
    },
    allow: async (name, offices) => {
      if (!centre.view().desks.has(name)) return;
      allowed.set(name, offices);
      await centre.take({ type: 'skilled', name, skills: await skillsOf(name) });
      // Who talks goes on; what only rings goes to somebody else.
      const call = callAtDesk(centre.view(), name);
      if (call?.state === 'ringing' && !mayServe(offices, call.wish.office)) {
        await centre.take({ type: 'declined', call: call.id, name });
      }
      await tellRequests([name]);
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
