import type { QueueFigures } from '../../../../../protocol/calls/desk.ts';

/** The same figures for all offices together, as far as they can be added up. */
export interface Sum {
  waiting: number;
  longestWait: number;
  offered: number;
  answered: number;
  abandoned: number;
  serviceLevel: number | null;
  meanWait: number | null;
}

export function sumOf(queues: readonly QueueFigures[]): Sum {
  const total = (part: (queue: QueueFigures) => number) =>
    queues.reduce((sum, queue) => sum + part(queue), 0);
  const offered = total((queue) => queue.offered);
  const answered = total((queue) => queue.answered);
  return {
    waiting: total((queue) => queue.waiting),
    longestWait: Math.max(0, ...queues.map((queue) => queue.longestWait)),
    offered,
    answered,
    abandoned: total((queue) => queue.abandoned),
    serviceLevel:
      offered === 0 ? null : total((queue) => (queue.serviceLevel ?? 0) * queue.offered) / offered,
    meanWait: answered === 0 ? null : total((queue) => (queue.meanWait ?? 0) * queue.answered) / answered,
  };
}
