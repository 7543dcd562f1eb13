import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { WebSocket } from 'ws';
import { CallNotice, DeskNotice } from '../../../protocol/calls/index.ts';
import { jsonValidatorOf, SignedIn, validatorOf } from '../../../protocol/index.ts';
import { put, writeContent } from '../../harness/content.ts';
import { startHub, type TestHub } from '../../harness/hub.ts';
import { makeRelease, newEditor, publish, ringOf, setKeyRing } from '../../harness/release.ts';

export const parseNotice = jsonValidatorOf(CallNotice, 64 * 1024);
const parseDesk = jsonValidatorOf(DeskNotice, 64 * 1024);
export const readSignedIn = validatorOf(SignedIn);
const password = 'a long enough password';

const office = `---
name: Ufficio relazioni con il pubblico
summary: Informa e ascolta.
address: Via Vivaio 1
town: Milano
hours: [Quando c’è qualcuno]
---
Ingresso senza gradini.
`;

/** A hub with one office in its content and with these operators. */
export async function callingHub(t: ExecutionContext, yaml = '') {
  const hub = await startHub(t, { yaml: `calls: {loopback: true${yaml}}\n` });
  const folder = await mkdtemp(join(tmpdir(), 'totem-calls-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await writeContent(folder);
  await put(folder, { 'offices/urp/it.md': office });
  const editor = newEditor();
  await setKeyRing(hub, ringOf(editor));
  await publish(hub, await makeRelease(folder, 'r1', editor));
  const signIn = async (name: string, role: string) => {
    await hub.api('/users', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, role, password }),
    });
    const answer = await fetch(`${hub.urls.http}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, password }),
    });
    const signedIn = readSignedIn(await answer.json());
    if (!signedIn.ok) throw new Error(signedIn.error.message);
    return signedIn.value.token;
  };
  return { hub, signIn };
}

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

export const wish = {
  office: 'urp',
  subject: null,
  language: 'it',
  signLanguage: false,
  mode: 'video',
  seen: true,
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
