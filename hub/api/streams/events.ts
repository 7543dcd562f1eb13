import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import type { streamEvents } from '../../../protocol/index.ts';
import type { ApiOptions } from '../parts.ts';
import { boundedSender } from './bounded.ts';
import { openAnswer } from './connection.ts';

type Events = typeof streamEvents;

const mostKept = 2_000;

/**
 * Answers with Server-Sent Events (HTML standard, 9.2). Memory for a slow reader is bounded: what it has not
 * read yet is merged by totem and release, and one that falls too far behind is cut, connects again and reads
 * the lists anew.
 */
export function sendEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  options: Pick<
    ApiOptions,
    'identity' | 'fleet' | 'events' | 'releases' | 'firmware' | 'rollouts' | 'metrics'
  >,
): void {
  const { fleet, events, releases, firmware, rollouts, metrics } = options;
  const { response, end } = openAnswer(request, reply, {
    identity: options.identity,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' },
    onBeat: () => sender.send('heartbeat', () => ': heartbeat\n\n'),
    onEnd: () => {
      metrics.streamsOpen.dec({ kind: 'events' });
      for (const leave of unsubscribe) leave();
    },
  });
  const sender = boundedSender(response, mostKept, () => {
    metrics.streamsCut.inc();
    end();
  });
  const send = <Name extends keyof Events>(name: Name, key: string | number, data: Static<Events[Name]>) =>
    sender.send(`${name} ${key}`, () => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);

  metrics.streamsOpen.inc({ kind: 'events' });
  const unsubscribe = [
    fleet.onTotem((totem) => send('totem', totem.id, totem)),
    fleet.onRemoved((id) => send('removed', id, { id })),
    events.onEvent((event) => send('event', event.id, event)),
    releases.onRelease((release) => send('release', release.release, release)),
    firmware.onFirmware((one) => send('firmware', one.sha256, one)),
    rollouts.onRollout((rollout) => send('rollout', rollout.id, rollout)),
  ];
  sender.send('start', () => 'retry: 2000\n\n');
}
