import type { Logger } from 'pino';
import {
  type CallConfiguration,
  type CallNotice,
  type CallOrigin,
  type CallRequest,
  type CallText,
  checkCandidate,
  checkDescription,
} from '../../protocol/calls/index.ts';
import { failure, type Result, success } from '../../protocol/index.ts';
import { filledNotices } from './forms.ts';
import { iceServersFor } from './ice.ts';
import {
  type Address,
  advance,
  type Call,
  type Centre,
  centreAgain,
  type Effect,
  type Event,
  partyAt,
  type Rules,
  taking,
  wakeAt,
} from './model/index.ts';
import { createPlaces } from './places.ts';
import type { CallRecords } from './records.ts';
import { type HandlingTimes, handlingOf } from './routing/index.ts';

/** When an office opens in ms, null where nobody can say, undefined where it is open now. */
export type Opens = number | null | undefined;

/** Whether offices can be called. */
export interface OfficeHours {
  /** `not_found` where the content has no such office. */
  opens(office: string): Promise<Result<Opens>>;
}

/** Whatever is said about a call; a request to be rung up is about none. */
export type InCall = Exclude<CallRequest, { type: 'appointment' }>;

/** The call centre at work: one event after the other, each kept before anybody is told of it. */
export interface CallCentre {
  /** How things are now. */
  view(): Centre;
  /** What a totem, a visitor or a desk says about a call. Resolves when it was dealt with. */
  request(address: Address, origin: CallOrigin, request: InCall): Promise<void>;
  take(event: Event): Promise<void>;
  /** Called after each event with what it brought about at desks. */
  onStep(listener: (effects: readonly Effect[]) => void): () => void;
  stop(): Promise<void>;
}

export interface CentreOptions {
  configuration: CallConfiguration;
  /** Secret shared with the TURN server. */
  turnSecret: string | undefined;
  records: CallRecords;
  hours: OfficeHours;
  /** Reaches a totem, a visitor or a desk, or does nothing where they are gone. */
  send(address: Address, notice: CallNotice): void;
  /** Whether an address is known to be gone. */
  isGone(address: Address): boolean;
  /** A line of text was passed on in this call. */
  onText(call: Call, from: Call['parties'][number]['name'], text: CallText): void;
  now: () => number;
  log: Logger;
}

/** Waiting times change without an event, and offices close: looked at this often while somebody waits (ms). */
const lookAgain = 20_000;
/** As many calls of late say how long the next will take. */
const handledCalls = 50;
const day = 86_400_000;

export function rulesOf(configuration: CallConfiguration): Rules {
  return {
    routing: { relaxSeconds: configuration.relaxSeconds, overflow: configuration.overflow },
    ring: configuration.ringSeconds * 1000,
    connect: configuration.connectSeconds * 1000,
    grace: configuration.graceSeconds * 1000,
    callback: configuration.callbackSeconds * 1000,
    asks: configuration.asksInTenMinutes,
    asksWithin: 600_000,
  };
}

export async function openCentre(options: CentreOptions): Promise<CallCentre> {
  const { configuration, turnSecret, records, hours, send, isGone, onText, now, log } = options;
  const rules = rulesOf(configuration);
  const listeners = new Set<(effects: readonly Effect[]) => void>();
  let centre: Centre = centreAgain(await records.living(), now(), rules);
  const handled = (await records.between(now() - day, now() + 1)).flatMap(({ answered, ended, outcome }) =>
    answered !== null && ended !== null && outcome === 'answered' ? [(ended - answered) / 1000] : [],
  );
  await records.forget(now() - configuration.keepDays * day);
  const handling = (): HandlingTimes => handlingOf(handled.slice(-handledCalls));
  const places = createPlaces(rules, handling);
  let work: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  /** Events wait for each other; a failed write is said and does not hold up the next. */
  const take = (event: Event): Promise<void> => {
    const mine = work.then(() => happen(event));
    work = mine.catch((error: unknown) => {
      log.error({ err: error, event: event.type }, 'an event of the call centre could not be kept');
    });
    return work;
  };

  const happen = async (event: Event): Promise<void> => {
    if (stopped) return;
    const step = advance(centre, event, now(), rules);
    const kept = new Map(
      step.effects.flatMap((effect) =>
        effect.type === 'keep' ? [[effect.call.id, effect.call] as const] : [],
      ),
    );
    await records.keep([...kept.values()]);
    centre = step.centre;
    for (const call of kept.values()) count(call);
    const effects = places.told(centre, step.effects, now());
    for (const effect of effects) tell(effect);
    for (const listener of listeners) listener(effects);
    wake();
  };

  const count = (call: Call) => {
    if (call.state !== 'ended') return;
    log.info({ call: call.id, office: call.wish.office, outcome: call.outcome }, 'a call ended');
    if (call.answered !== null && call.ended !== null && call.outcome === 'answered') {
      handled.push((call.ended - call.answered) / 1000);
      if (handled.length > 2 * handledCalls) handled.splice(0, handledCalls);
    }
  };

  const tell = (effect: Effect) => {
    if (effect.type === 'notice') send(effect.address, completed(effect.notice));
    if (effect.type === 'refuse') {
      const { code, message } = effect;
      send(effect.address, { type: 'refused', call: effect.call, error: { code, message } });
    }
  };

  const completed = (notice: CallNotice): CallNotice =>
    notice.type === 'standing' && notice.state !== 'waiting' && notice.state !== 'callback'
      ? { ...notice, ice: iceServersFor(configuration.ice, turnSecret, now()) }
      : notice;

  const waits = () => [...centre.calls.values()].filter(({ state }) => state === 'waiting');
  const wake = () => {
    clearTimeout(timer);
    const due = wakeAt(centre, now(), rules);
    const soonest = Math.min(
      due ?? Number.POSITIVE_INFINITY,
      waits().length > 0 ? now() + lookAgain : Number.POSITIVE_INFINITY,
    );
    if (stopped || soonest === Number.POSITIVE_INFINITY) return;
    timer = setTimeout(() => void lookedAgain(), Math.min(Math.max(0, soonest - now()), day));
  };
  const lookedAgain = async () => {
    for (const office of new Set(waits().map(({ wish }) => wish.office))) {
      const opens = await hours.opens(office);
      if (opens.ok && opens.value !== undefined) await take({ type: 'closed', office, opens: opens.value });
    }
    await take({ type: 'tick' });
  };

  const refuse = (address: Address, call: string, result: Extract<Result<unknown>, { ok: false }>) =>
    send(address, { type: 'refused', call, error: result.error });

  /** Passes something from one party of a call to another, or to all. */
  const pass = (
    address: Address,
    id: string,
    to: string | undefined,
    notice: (from: Call['parties'][number]['name'], call: Call) => CallNotice,
  ) => {
    const call = centre.calls.get(id);
    const from = call && partyAt(call, address);
    if (!call || !from || !taking(call).includes(from)) {
      return refuse(address, id, failure('not_found', 'this call is over'));
    }
    const made = notice(from.name, call);
    for (const party of taking(call)) {
      if (party !== from && (to === undefined || party.name === to)) send(party.address, made);
    }
  };

  wake();
  return {
    view: () => centre,
    request: async (address, origin, request) => {
      const { call } = request;
      switch (request.type) {
        case 'ask': {
          const opens = await hours.opens(request.wish.office);
          if (!opens.ok) {
            if (opens.error.code === 'unavailable')
              log.warn({ problem: opens.error.message }, 'a call has to ask again');
            return refuse(address, call, opens);
          }
          const { wish } = request;
          // They may have gone while the content was looked at.
          const present = !isGone(address);
          return take({ type: 'asked', call, wish, origin, address, opens: opens.value, present });
        }
        case 'resume':
          return take({ type: 'resumed', call, address });
        case 'postpone':
          return take({ type: 'postponed', call, address });
        case 'leave':
          return take({ type: 'left', call, address });
        case 'media':
          return take({ type: 'media', call, address, flowing: request.flowing });
        case 'signal': {
          const { signal, to } = request;
          const checked = checkSignal(signal, configuration.loopback);
          if (!checked.ok) return refuse(address, call, checked);
          await work;
          return pass(address, call, to, (from) => ({ type: 'signal', call, from, signal }));
        }
        case 'text': {
          const { text } = request;
          await work;
          return pass(address, call, undefined, (from, whole) => {
            onText(whole, from, text);
            return { type: 'text', call, from, text };
          });
        }
        case 'fill': {
          await work;
          const notices = filledNotices(centre, address, request);
          if (!notices.ok) return refuse(address, call, notices);
          for (const each of notices.value) send(each.address, each.notice);
          return;
        }
        case 'consent':
          return take({ type: 'consented', call, address, given: request.given });
      }
    },
    take,
    onStep: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await work;
    },
  };
}

function checkSignal(
  signal: Extract<CallRequest, { type: 'signal' }>['signal'],
  loopback: boolean,
): Result<null> {
  if (signal.kind === 'again') return success(null);
  const checked =
    signal.kind === 'candidate'
      ? checkCandidate(signal.candidate, { loopback })
      : checkDescription(signal.sdp, { loopback });
  return checked.ok ? success(null) : checked;
}
