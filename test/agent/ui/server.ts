import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import { WebSocketServer } from 'ws';
import type { CompiledContent } from '../../../protocol/content/compiled.ts';
import { type AgentMessage, jsonValidatorOf, PageMessage } from '../../../protocol/index.ts';
import { fixturePicture } from './fixture.ts';

const read = jsonValidatorOf(PageMessage, 64 * 1024);

export interface PageServer {
  url: string;
  /** All that pages have said, in order. */
  received: PageMessage[];
  /** What pages have said that the protocol does not know. */
  refused: string[];
  /** Waits until a page has said something that fits, from `since` (an index into `received`) on. */
  heard(fits: (message: PageMessage) => boolean, since?: number): Promise<PageMessage>;
  send(message: AgentMessage): void;
  /** Sends what may be no message at all. */
  sendText(text: string): void;
  /** Changes the release and tells the pages. */
  publish(content: CompiledContent | null): void;
  /** Cuts all pages off, as an agent that is restarted does. */
  cut(): void;
  close(): Promise<void>;
}

/** Stands in for the agent's local server: the built page, a release, the WebSocket. */
export async function startPageServer(options: {
  pageFolder: string;
  content: CompiledContent | null;
  greeting: AgentMessage[];
}): Promise<PageServer> {
  let content = options.content;
  const received: PageMessage[] = [];
  const refused: string[] = [];
  const waiting = new Set<() => void>();
  const files = sirv(options.pageFolder, { dev: true });

  const server = createServer((request, response) => {
    if (request.url === '/content.json') {
      response.writeHead(content ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(content ?? { code: 'not_found', message: 'no content yet' }));
    } else if (request.url?.startsWith('/media/')) {
      response.writeHead(200, { 'content-type': 'image/svg+xml' });
      response.end(fixturePicture);
    } else
      files(request, response, () => {
        response.writeHead(404).end();
      });
  });
  const sockets = new WebSocketServer({ server, path: '/ws' });
  const release = (): AgentMessage => ({ type: 'content', release: content?.release ?? null });

  sockets.on('connection', (socket) => {
    socket.on('error', () => socket.terminate());
    for (const message of [...options.greeting, release()]) socket.send(JSON.stringify(message));
    socket.on('message', (data) => {
      const message = read(Buffer.isBuffer(data) ? data : Buffer.from(String(data)));
      if (message.ok) received.push(message.value);
      else refused.push(`${String(data)}: ${message.error.message}`);
      for (const look of waiting) look();
    });
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  function sendText(text: string): void {
    for (const socket of sockets.clients) socket.send(text);
  }
  const send = (message: AgentMessage): void => sendText(JSON.stringify(message));

  return {
    url: `http://127.0.0.1:${port}/`,
    received,
    refused,
    heard(fits, since = 0) {
      return new Promise((resolve, reject) => {
        const end = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`not heard; heard ${JSON.stringify(received.slice(since))}`));
        }, 20_000);
        const look = () => {
          const found = received.slice(since).find(fits);
          if (!found) return;
          clearTimeout(end);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      });
    },
    send,
    sendText,
    publish(next) {
      content = next;
      send(release());
    },
    cut() {
      for (const socket of sockets.clients) socket.terminate();
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
