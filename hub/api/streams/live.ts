import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TotemId } from '../../../protocol/index.ts';
import type { Watcher } from '../../gateway/index.ts';
import { unwrap } from '../../http/index.ts';
import type { ApiOptions } from '../parts.ts';
import { type OpenAnswer, openAnswer } from './connection.ts';

const boundary = 'totem-frame';

/**
 * Answers with a totem's frames as `multipart/x-mixed-replace`. A viewer that has not yet taken the former
 * frame is not sent the next one, so no more than one frame is ever held for it.
 */
export async function sendLive(
  totem: TotemId,
  request: FastifyRequest,
  reply: FastifyReply,
  options: Pick<ApiOptions, 'identity' | 'live' | 'metrics'>,
): Promise<void> {
  const { live, metrics } = options;
  let answer: OpenAnswer | undefined;
  const watcher: Watcher = {
    onFrame: (jpeg) => {
      if (!answer) return;
      if (answer.response.writableLength > 0) {
        metrics.framesSkipped.inc();
        return;
      }
      answer.response.write(`Content-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`);
      answer.response.write(jpeg);
      // The next boundary at once: browsers show a part when it is complete.
      answer.response.write(`\r\n--${boundary}\r\n`);
    },
    onEnd: () => answer?.end(),
  };
  const leave = unwrap(await live.watch(totem, watcher));
  if (request.raw.socket.destroyed) return leave();
  metrics.streamsOpen.inc({ kind: 'live' });
  answer = openAnswer(request, reply, {
    identity: options.identity,
    headers: { 'content-type': `multipart/x-mixed-replace; boundary=${boundary}` },
    onBeat: () => undefined,
    onEnd: () => {
      metrics.streamsOpen.dec({ kind: 'live' });
      leave();
    },
  });
  answer.response.write(`--${boundary}\r\n`);
}
