import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CallOutcome } from '../../protocol/calls/index.ts';
import type { Line, LineOptions, Notice } from './call-line.ts';
import type { Chance } from './chance.ts';

/** What a citizen knows of a call in the end. */
export interface Told {
  call: string;
  /** The hub said that it waits: from then on it must not be lost. */
  accepted: boolean;
  /** `unknown` where the end came while the citizen was away. */
  outcome: CallOutcome | 'unknown' | 'refused' | 'stuck';
  /** What the citizen did for which the two could not hear each other. */
  cause: 'sent nothing' | 'hung up' | 'vanished' | null;
  /** The last that was heard, for who was left without an answer. */
  last: string;
}

export interface PartyOptions {
  chance: Chance;
  /** Counts what was done. */
  did(what: string): void;
}

const wish = { office: 'urp', subject: null, language: 'it', signLanguage: false, mode: 'text', seen: false };
/** After so long a call that has not ended is stuck (ms). */
const patience = 240_000;
/** A word that a hub which was just killed has not heard is said again after so long (ms). */
const sayAgain = 1500;
const nonsense = 'v=0\r\na=nonsense';

/** One call of one citizen, from asking to its end, with what can go wrong on the way. */
export async function citizen(
  open: (options: LineOptions) => Line | Promise<Line>,
  { chance, did }: PartyOptions,
): Promise<Told> {
  const call = randomUUID();
  const told: Told = { call, accepted: false, outcome: 'unknown', cause: null, last: 'nothing' };
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, what: () => void) => {
    timers.add(setTimeout(what, ms));
  };
  let line: Line | undefined;
  let met = false;
  let leaving = false;
  let asks = 0;
  const silent = chance.next() < 0.03;
  const { promise, resolve } = Promise.withResolvers<Told>();
  const done = (outcome: Told['outcome']) => resolve({ ...told, outcome });
  const say = (message: object) => {
    line?.send(message);
    if (chance.next() < 0.15) {
      did('messages sent twice');
      line?.send(message);
    }
  };
  const ask = () => {
    if (told.accepted) return;
    asks += 1;
    if (asks > 100) done('refused');
    else say({ type: 'ask', call, wish });
  };
  const leave = () => {
    leaving = true;
    say({ type: 'leave', call });
    later(sayAgain, leave);
  };

  const misbehave = () => {
    const what = chance.next();
    if (what < 0.08) {
      did('cables pulled for a while');
      line?.cut(chance.between(50, 2500));
    } else if (what < 0.12) {
      did('citizens who vanished');
      if (!met) told.cause = 'vanished';
      line?.end();
      done('unknown');
    } else if (what < 0.2) {
      did('citizens who hung up');
      if (!met) told.cause = 'hung up';
      leave();
    } else if (what < 0.24) {
      did('citizens who would rather be called back');
      say({ type: 'postpone', call });
      later(chance.between(100, 1500), () => say({ type: 'resume', call }));
    } else if (what < 0.3) {
      did('hostile messages');
      const signal = { kind: 'offer', attempt: 0, sdp: nonsense };
      line?.send({ type: 'signal', call, to: 'operator', signal });
      line?.send({ type: 'answer', call });
      line?.send({ type: 'fill', call, form: randomUUID(), answers: [] });
      line?.send({ type: 'consent', call, given: true });
    }
  };

  const stands = (state: string) => {
    told.accepted = true;
    if (state === 'connecting' || state === 'interrupted') {
      if (silent) told.cause = 'sent nothing';
      else say({ type: 'media', call, flowing: true });
    }
    if (state === 'connected' && !met) {
      met = true;
      say({ type: 'text', call, text: { line: 0, text: 'Buongiorno', final: true } });
      later(chance.between(50, 800), misbehave);
      later(chance.between(300, 1500), leave);
    }
    if (state === 'callback') later(chance.between(200, 2500), () => say({ type: 'resume', call }));
  };
  const refused = (code: string, field: string | undefined) => {
    told.last = `${code} ${field ?? ''}`;
    // Before it was accepted it was never kept, and is asked for again; after that it is over.
    if (code === 'not_found' && told.accepted) done('unknown');
    else if (code === 'not_found' && field !== undefined) done('refused');
    else if (['not_found', 'unavailable', 'conflict', 'too_many_requests'].includes(code)) later(500, ask);
  };
  const onNotice = (notice: Notice) => {
    if (!('call' in notice) || notice.call !== call) return;
    told.last = 'state' in notice ? notice.state : notice.type;
    if (notice.type === 'standing') stands(notice.state);
    if (notice.type === 'ended') done(notice.outcome);
    if (notice.type === 'closed') done('refused');
    if (notice.type === 'refused') refused(notice.error.code, notice.error.field);
  };
  line = await open({
    onOpen: () => {
      if (told.accepted) line?.send({ type: 'resume', call });
      else later(0, ask);
      if (!leaving) later(chance.between(50, 3000), misbehave);
    },
    onNotice,
  });
  const stuck = setTimeout(() => done('stuck'), patience);
  const end = await promise;
  clearTimeout(stuck);
  for (const timer of timers) clearTimeout(timer);
  line.end();
  return end;
}

export interface OperatorOptions extends PartyOptions {
  /** Hands a picture in, and gives its hash. */
  upload(call: string): Promise<string | undefined>;
}

/** An operator who answers what rings, more or less, until told to go home. */
export function operator(
  open: (options: LineOptions) => Line,
  { chance, did, upload }: OperatorOptions,
): { home(): Promise<void> } {
  const timers = new Set<NodeJS.Timeout>();
  let current: string | undefined;
  let talking = false;
  let looked = false;
  const later = (ms: number, what: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      what();
    }, ms);
    timers.add(timer);
  };

  const show = async (call: string) => {
    const sha256 = await upload(call);
    if (!sha256) return;
    did('pictures shown');
    line.send({
      type: 'show',
      call,
      share: {
        kind: 'document',
        sha256,
        media: 'image/png',
        title: 'Modulo',
        pages: 1,
        page: 1,
        pointer: null,
      },
    });
  };
  const hangUp = (call: string) => {
    if (call !== current) return;
    line.send({ type: 'leave', call });
    line.send({ type: 'file', call, tags: ['prova'] });
    later(sayAgain, () => hangUp(call));
  };
  const greet = (call: string) => {
    line.send({ type: 'text', call, text: { line: 0, text: 'Sono qui', final: true } });
    if (chance.next() < 0.3) void show(call).catch(() => undefined);
  };
  const talk = (call: string) => {
    const what = chance.next();
    if (what < 0.06) {
      did('operators who vanished');
      later(chance.between(20, 500), () => line.cut(chance.between(200, 5000)));
    } else if (what < 0.1) {
      did('calls handed on');
      later(chance.between(100, 600), () =>
        line.send({ type: 'transfer', call, to: { office: 'urp' }, note: 'ecco' }),
      );
    }
    // Whatever became of that: who still has the call ends it.
    later(chance.between(700, 2000), () => hangUp(call));
  };

  const line = open({
    onOpen: () => {
      looked = false;
      line.send({ type: 'presence', presence: 'available' });
      if (current) line.send({ type: 'resume', call: current });
    },
    onNotice: (notice) => {
      if (notice.type === 'desk' && notice.presence === 'away')
        line.send({ type: 'presence', presence: 'available' });
      // As a desk does that does not know of the call that it answered when the hub went away.
      if (notice.type === 'desk' && notice.presence === 'busy' && !current && !looked) {
        looked = true;
        for (const { call, state } of notice.calls) {
          if (['connecting', 'connected', 'interrupted'].includes(state)) line.send({ type: 'resume', call });
        }
      }
      if (notice.type === 'ring') {
        const { call } = notice;
        const what = chance.next();
        if (what < 0.07) {
          did('rings declined');
          later(chance.between(10, 200), () => line.send({ type: 'decline', call }));
        } else if (what < 0.12) {
          did('rings that nobody answered');
        } else {
          later(chance.between(10, 300), () => {
            line.send({ type: 'answer', call });
            if (chance.next() < 0.1) line.send({ type: 'answer', call });
          });
        }
      }
      if (notice.type === 'standing' && notice.you === 'operator') {
        const { call, state } = notice;
        if (call !== current) {
          talking = false;
          greet(call);
        }
        current = call;
        if (state === 'connecting' || state === 'interrupted')
          line.send({ type: 'media', call, flowing: true });
        if (state === 'connected' && !talking) {
          talking = true;
          talk(call);
        }
      }
      if (notice.type === 'ended' && notice.call === current) {
        current = undefined;
        if (chance.next() < 0.1) {
          did('answers to calls that ended');
          line.send({ type: 'answer', call: notice.call });
        }
      }
    },
  });
  return {
    home: async () => {
      for (const timer of timers) clearTimeout(timer);
      line.send({ type: 'presence', presence: 'away' });
      await pause(50);
      line.end();
    },
  };
}
