import type { Privacy, SayingState, SpokenLanguage } from '../../protocol/index.ts';

/** Something to be said. */
export interface Saying {
  id: string;
  text: string;
  language: SpokenLanguage;
  privacy: Privacy;
}

/** One voice speaks at a time: who speaks now, who waits, and what can be repeated. */
export interface SpeechQueue {
  current: Saying | null;
  waiting: readonly Saying[];
  last: Saying | null;
  /** Whether only the citizen hears. */
  privately: boolean;
}

export type QueueEvent =
  | { type: 'say'; saying: Saying; when: 'now' | 'after' }
  /** Speaks the last one once more. */
  | { type: 'again' }
  | { type: 'stop' }
  /** The session is over: silence, and nothing is remembered of it. */
  | { type: 'forget' }
  | { type: 'jack'; privately: boolean }
  /** The one that speaks came to its end, or broke off. */
  | { type: 'ended' }
  | { type: 'failed' };

export type QueueAction =
  | { do: 'speak'; saying: Saying }
  | { do: 'silence' }
  | { do: 'tell'; id: string; state: SayingState };

export const emptyQueue: SpeechQueue = { current: null, waiting: [], last: null, privately: false };

/** Sentences that may wait: a page that says more has lost its mind. */
export const mostWaiting = 20;

interface Step {
  queue: SpeechQueue;
  actions: QueueAction[];
}

type Row<Type extends QueueEvent['type']> = (
  queue: SpeechQueue,
  event: Extract<QueueEvent, { type: Type }>,
) => Step;

const tell = (saying: Saying, state: SayingState): QueueAction => ({ do: 'tell', id: saying.id, state });

/** Whether it may be heard by whoever is in the room now. */
const mayBeHeard = (saying: Saying, privately: boolean): boolean =>
  privately || saying.privacy !== 'personal';

/** What each event does while one speaks and while nobody does. */
const table: { [Type in QueueEvent['type']]: { idle: Row<Type>; speaking: Row<Type> } } = {
  say: {
    idle: (queue, { saying }) => begin(queue, [saying]),
    speaking: (queue, { saying, when }) => {
      if (when === 'now') return after(silence(queue), (quiet) => begin(quiet, [saying]));
      if (queue.waiting.length >= mostWaiting) return { queue, actions: [tell(saying, 'stopped')] };
      return { queue: { ...queue, waiting: [...queue.waiting, saying] }, actions: [tell(saying, 'waiting')] };
    },
  },
  again: {
    idle: (queue) => (queue.last === null ? { queue, actions: [] } : begin(queue, [queue.last])),
    speaking: (queue) => {
      const { last } = queue;
      if (last === null) return { queue, actions: [] };
      return after(silence(queue), (quiet) => begin(quiet, [last]));
    },
  },
  stop: { idle: (queue) => ({ queue, actions: [] }), speaking: silence },
  forget: {
    idle: (queue) => ({ queue: { ...emptyQueue, privately: queue.privately }, actions: [] }),
    speaking: (queue) =>
      after(silence(queue), (quiet) => ({
        queue: { ...emptyQueue, privately: quiet.privately },
        actions: [],
      })),
  },
  jack: {
    idle: (queue, { privately }) => ({ queue: { ...queue, privately }, actions: [] }),
    speaking: (queue, { privately }) => {
      const now = { ...queue, privately };
      const { current } = queue;
      if (current === null || mayBeHeard(current, privately)) return { queue: now, actions: [] };
      // The headphones were pulled out in the middle of something personal.
      const rest = queue.waiting;
      return after(
        {
          queue: { ...now, current: null, waiting: [] },
          actions: [{ do: 'silence' }, tell(current, 'withheld')],
        },
        (quiet) => begin(quiet, rest),
      );
    },
  },
  ended: { idle: ignored, speaking: (queue) => finish(queue, 'ended') },
  failed: { idle: ignored, speaking: (queue) => finish(queue, 'failed') },
};

/** What happens next. Pure: the owner carries the actions out in their order. */
export function decide(queue: SpeechQueue, event: QueueEvent): Step {
  return row(queue, event);
}

function row<Type extends QueueEvent['type']>(
  queue: SpeechQueue,
  event: Extract<QueueEvent, { type: Type }>,
): Step {
  const type: Type = event.type;
  return table[type][queue.current === null ? 'idle' : 'speaking'](queue, event);
}

/** Begins with the first that may be heard; the rest waits. */
function begin(queue: SpeechQueue, sayings: readonly Saying[]): Step {
  const actions: QueueAction[] = [];
  for (const [index, saying] of sayings.entries()) {
    if (!mayBeHeard(saying, queue.privately)) {
      actions.push(tell(saying, 'withheld'));
      continue;
    }
    actions.push({ do: 'speak', saying }, tell(saying, 'speaking'));
    return { queue: { ...queue, current: saying, last: saying, waiting: sayings.slice(index + 1) }, actions };
  }
  return { queue: { ...queue, current: null, waiting: [] }, actions };
}

function silence(queue: SpeechQueue): Step {
  const gone = queue.current === null ? queue.waiting : [queue.current, ...queue.waiting];
  return {
    queue: { ...queue, current: null, waiting: [] },
    actions: [{ do: 'silence' }, ...gone.map((saying) => tell(saying, 'stopped'))],
  };
}

function finish(queue: SpeechQueue, state: 'ended' | 'failed'): Step {
  const told = queue.current === null ? [] : [tell(queue.current, state)];
  const rest = queue.waiting;
  return after({ queue: { ...queue, current: null, waiting: [] }, actions: told }, (idle) =>
    begin(idle, rest),
  );
}

function ignored(queue: SpeechQueue): Step {
  return { queue, actions: [] };
}

function after(first: Step, next: (queue: SpeechQueue) => Step): Step {
  const second = next(first.queue);
  return { queue: second.queue, actions: [...first.actions, ...second.actions] };
}
