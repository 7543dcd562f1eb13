import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { AgentMessage, PageMessage } from '../../protocol/kiosk.ts';
import { type ActiveContent, createFiles, type ServeCallPicture, sendProblem } from './files.ts';
import { createPages, type Sender } from './pages.ts';

export type { ActiveContent, ServeCallPicture } from './files.ts';
export type { Sender } from './pages.ts';

export interface KioskOptions {
  /** Port on 127.0.0.1; 0 takes a free one. */
  port: number;
  /** Folder with the built page. */
  pageFolder: string;
  content: () => ActiveContent | null;
  /** Answers for pictures of a call; without it there are none. */
  callPicture?: ServeCallPicture;
  log: Logger;
}

export interface Kiosk {
  /** Address for people: `http://127.0.0.1:PORT/`. */
  url: string;
  /** Address for the totem's own screen; what its page says is marked `screen`. */
  screenUrl: string;
  /** Sends to every connected page, or to that of one connection. */
  send(message: AgentMessage, connection?: number): void;
  /** Returns how to unsubscribe. */
  onMessage(listener: (message: PageMessage, sender: Sender) => void): () => void;
  /** Told with the number of connected pages when one came or went. Returns how to unsubscribe. */
  onConnections(listener: (count: number, sender: Sender) => void): () => void;
  /** How many pages are connected. */
  pages(): number;
  /** Messages of pages that were refused since the start. */
  messagesRefused(): number;
  stop(): Promise<void>;
}

/**
 * Starts the local web server between the citizen's page and the rest of the agent. It listens on loopback
 * only, and takes no request that names another host, so that no web site opened in a browser on this machine
 * can reach it through a name of its own (DNS rebinding).
 *
 * Rejects with the error of `listen` when the port is taken.
 */
export async function startKiosk({
  port,
  pageFolder,
  content,
  callPicture = (_path, response) => sendProblem(response, 404, 'not_found', 'no call has pictures here'),
  log,
}: KioskOptions): Promise<Kiosk> {
  const screenKey = randomBytes(16).toString('hex');
  const listeners = new Set<(message: PageMessage, sender: Sender) => void>();
  const counters = new Set<(count: number, sender: Sender) => void>();
  const files = createFiles(pageFolder, content, callPicture);
  const pages = createPages({
    log,
    onMessage: (message, sender) => {
      for (const listener of listeners) listener(message, sender);
    },
    onConnections: (count, sender) => {
      for (const listener of counters) listener(count, sender);
    },
  });

  const server = createServer((request, response) => {
    if (!own(request.headers.host)) sendProblem(response, 403, 'forbidden', 'another host was named');
    else if (request.method !== 'GET' && request.method !== 'HEAD') {
      sendProblem(response, 405, 'unsupported', 'only GET and HEAD are answered');
    } else {
      protect(response);
      if (request.url === `/?screen=${screenKey}`) {
        response.setHeader('set-cookie', `screen=${screenKey}; HttpOnly; SameSite=Strict; Path=/`);
      }
      files.serve(request, response);
    }
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const fromOwnPage = own(request.headers.host) && own(request.headers.origin?.replace(/^http:\/\//, ''));
    if (request.url !== '/ws' || !fromOwnPage) socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    else pages.accept(request, socket, head, hasCookie(request, `screen=${screenKey}`));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address !== null ? address.port : port;

  function own(host: string | undefined): boolean {
    return host === `127.0.0.1:${actualPort}` || host === `localhost:${actualPort}`;
  }
  function protect(response: ServerResponse): void {
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    // `connect-src` names the socket's address because not every WebKit counts it as 'self'.
    response.setHeader(
      'content-security-policy',
      `default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self' ws://127.0.0.1:${actualPort} ws://localhost:${actualPort}; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`,
    );
  }

  const url = `http://127.0.0.1:${actualPort}/`;
  return {
    url,
    screenUrl: `${url}?screen=${screenKey}`,
    send: pages.send,
    onMessage: (listener) => subscribe(listeners, listener),
    onConnections: (listener) => subscribe(counters, listener),
    pages: pages.count,
    messagesRefused: pages.refused,
    async stop() {
      pages.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function hasCookie(request: IncomingMessage, cookie: string): boolean {
  return (request.headers.cookie ?? '').split(';').some((part) => part.trim() === cookie);
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
