import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { errorStatus, failure, type Problem, type Result, success } from '../../protocol/index.ts';
import { maximumLocalBytes } from '../../protocol/local.ts';
import { type Route, shortened } from './routes.ts';
import { openStream } from './stream.ts';

/** How much a client may take up; milliseconds and counts. Replaced only by tests. */
export const localLimits = {
  connections: 32,
  headerBytes: 8 * 1024,
  /** From the first byte of a request to its last. */
  request: 10_000,
  /** For which a connection may say and take nothing. */
  silence: 30_000,
  /** For which a stream may stand full. */
  stall: 20_000,
};
export type LocalLimits = typeof localLimits;

/** The HTTP server of the local API. It is not listening yet. */
export function createLocalServer(
  routes: readonly Route[],
  limits: LocalLimits,
  ending: AbortSignal,
  log: Logger,
): Server {
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.request,
      requestTimeout: limits.request,
      keepAliveTimeout: limits.silence,
      connectionsCheckingInterval: Math.min(1000, limits.request),
    },
    (request, response) => void answer(request, response),
  );
  server.maxConnections = limits.connections;
  server.setTimeout(limits.silence);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    else
      socket.end(rawProblem(failure('invalid', clientErrors[error.code ?? ''] ?? 'no HTTP request').error));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => response.destroy());
    try {
      const found = find(routes, request);
      if (!found.ok) return sendProblem(request, response, found.error);
      const { route, query } = found.value;
      const input = route.method === 'GET' ? query : await readBody(request);
      if (!input.ok) return sendProblem(request, response, input.error);
      if (!route.stream) {
        const result = await route.take(input.value);
        if (result.ok) sendJson(response, 200, result.value);
        else sendProblem(request, response, result.error);
        return;
      }
      const stream = openStream(response, limits.stall, ending);
      const result = await route.take(input.value, stream.out);
      stream.end(result, (problem) => sendProblem(request, response, problem));
    } catch (error) {
      log.error({ err: error, path: request.url?.slice(0, 200) }, 'a local call failed');
      sendProblem(request, response, failure('internal', 'this failed; totem local logs says more').error);
    }
  }
  return server;
}

const clientErrors: Record<string, string> = {
  HPE_HEADER_OVERFLOW: 'the headers of the request are too large',
  ERR_HTTP_REQUEST_TIMEOUT: 'the request did not come in time',
};

function find(
  routes: readonly Route[],
  request: IncomingMessage,
): Result<{ route: Route; query: Result<Record<string, string>> }> {
  const [path, search = ''] = (request.url ?? '').split('?', 2);
  const atPath = routes.filter((route) => route.path === path);
  const methods = atPath.map(({ method }) => method);
  const route = atPath.find(({ method }) => method === request.method);
  if (route) return success({ route, query: queryOf(search) });
  if (methods.length > 0) return failure('unsupported', `this path takes ${methods.join(' and ')}`);
  return failure('not_found', 'there is no such call; agent and command line may be of different versions');
}

function queryOf(search: string): Result<Record<string, string>> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(search)) {
    if (query.has(name))
      return failure('invalid', `${name.slice(0, 40)} is given twice`, `/${name.slice(0, 40)}`);
    query.set(name, value);
  }
  return success(Object.fromEntries(query));
}

async function readBody(request: IncomingMessage): Promise<Result<unknown>> {
  const tooLarge = failure('too_large', `a request may have ${maximumLocalBytes} bytes`);
  if (Number(request.headers['content-length'] ?? 0) > maximumLocalBytes) return tooLarge;
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of request) {
      if (!Buffer.isBuffer(piece)) continue;
      size += piece.length;
      if (size > maximumLocalBytes) return tooLarge;
      pieces.push(piece);
    }
  } catch {
    return failure('invalid', 'the request ended before its body was whole');
  }
  if (size === 0) return success({});
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'));
    return success(parsed);
  } catch {
    return failure('invalid', 'the body is not valid JSON', '/');
  }
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(body);
}

function sendProblem(request: IncomingMessage, response: ServerResponse, problem: Problem): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  // What is left of the request is not worth waiting for.
  if (!request.complete) response.setHeader('connection', 'close');
  sendJson(response, errorStatus[problem.code], { error: shortened(problem) });
}

function rawProblem(problem: Problem): string {
  const body = JSON.stringify({ error: problem });
  return `HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
