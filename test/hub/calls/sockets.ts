import { once } from 'node:events';
import { request } from 'node:http';
import type { ExecutionContext } from 'ava';
import { WebSocket } from 'ws';
import { CallNotice, DeskNotice } from '../../../protocol/calls/index.ts';
import { jsonValidatorOf } from '../../../protocol/index.ts';
import type { TestHub } from '../../harness/hub.ts';

export const parseNotice = jsonValidatorOf(CallNotice, 64 * 1024);
const parseDesk = jsonValidatorOf(DeskNotice, 64 * 1024);
/** A socket to the hub, and what came over it. */
export function openSocket(
  t: ExecutionContext,
  hub: TestHub,
  path: string,
  headers: Record<string, string> = {},
) {
  const url = `${hub.urls.http.replace('http', 'ws')}/api/v1${path}`;
  const socket = new WebSocket(url, { headers });
  socket.on('error', () => undefined);
  t.teardown(() => socket.terminate());
  const heard: (CallNotice | DeskNotice)[] = [];
  socket.on('message', (data: Buffer) => {
    for (const read of [parseDesk(data), parseNotice(data)]) if (read.ok) heard.push(read.value);
  });
  return {
    socket,
    heard,
    send: (message: object) => socket.send(JSON.stringify(message)),
    of: <Type extends (CallNotice | DeskNotice)['type']>(type: Type) =>
      heard.filter((each): each is Extract<CallNotice | DeskNotice, { type: Type }> => each.type === type),
  };
}

export const refusedWith = async (socket: WebSocket): Promise<number | undefined> => {
  const [, response] = await once(socket, 'unexpected-response');
  return response.statusCode;
};

/** The answer to a body of so many bytes, of which none is sent: the hub need not read what it refuses. */
export async function statusOfAnnounced(
  url: string,
  token: string,
  bytes: number,
  type = 'image/png',
): Promise<number | undefined> {
  const asking = request(url, {
    method: 'POST',
    agent: false,
    headers: { authorization: `Bearer ${token}`, 'content-type': type, 'content-length': bytes },
  });
  const answered = new Promise<number | undefined>((resolve, reject) => {
    asking.once('response', (answer) => resolve(answer.statusCode));
    asking.on('error', reject);
  });
  asking.flushHeaders();
  const status = await answered;
  asking.destroy();
  return status;
}
