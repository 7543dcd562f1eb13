import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionContext } from 'ava';

export interface Asked {
  method: string;
  path: string;
  authorization: string | undefined;
  body: Buffer;
}

/** A JSON body with status 200, or a whole answer. */
export type Scripted =
  | { json: unknown; status?: number }
  | { raw: Buffer | string; type: string; status?: number };

export interface ScriptedHub {
  url: string;
  /** Every request in the order in which it came. */
  asked: Asked[];
  close(): Promise<void>;
}

/**
 * A server that answers `METHOD /path` (under `/api/v1`) as a test says. For answers that a real hub gives
 * only in rare states; whatever a real hub can be brought to is tested against a real one.
 */
export async function startScriptedHub(
  t: ExecutionContext,
  answers: Record<string, Scripted | ((asked: Asked) => Scripted)>,
): Promise<ScriptedHub> {
  const asked: Asked[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) if (Buffer.isBuffer(piece)) pieces.push(piece);
    const path = (request.url ?? '').replace('/api/v1', '');
    const method = request.method ?? '';
    const one = { method, path, authorization: request.headers.authorization, body: Buffer.concat(pieces) };
    asked.push(one);
    const found = answers[`${method} ${path}`];
    const scripted =
      typeof found === 'function'
        ? found(one)
        : (found ?? { status: 404, json: { error: { code: 'not_found', message: `no ${method} ${path}` } } });
    const raw = 'raw' in scripted;
    response.writeHead(scripted.status ?? 200, { 'content-type': raw ? scripted.type : 'application/json' });
    response.end(raw ? scripted.raw : JSON.stringify(scripted.json));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  t.teardown(close);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked, close };
}

/** What a scripted hub answers to a sign-in. */
export const signedIn: Scripted = {
  json: { name: 'admin', role: 'admin', token: 'a-token', expires: '2026-12-01T00:00:00.000Z' },
};
