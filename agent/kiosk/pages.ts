import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocket, WebSocketServer } from 'ws';
import { type AgentMessage, PageMessage } from '../../protocol/kiosk.ts';
import { jsonValidatorOf } from '../../protocol/validate.ts';

/** Which page a message came from. */
export interface Sender {
  /** Number of the connection, new for each. */
  connection: number;
  /** True for the page on the totem's screen, false for a browser that looks at the same address. */
  screen: boolean;
}

export interface PagesOptions {
  log: Logger;
  onMessage(message: PageMessage, sender: Sender): void;
  /** Told with the number of connected pages after each that came or went. */
  onConnections(count: number, sender: Sender): void;
}

export interface Pages {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, screen: boolean): void;
  /** To one connection, or to all where none is named. */
  send(message: AgentMessage, connection?: number): void;
  /** How many pages are connected. */
  count(): number;
  refused(): number;
  stop(): void;
}

const maximumBytes = 64 * 1024;
/** A page that lets this much wait in its socket has stopped reading and is dropped. */
const maximumWaiting = 1024 * 1024;
const maximumPages = 16;
const validate = jsonValidatorOf(PageMessage, maximumBytes);

/** The WebSocket side of the kiosk: one connection for each page. */
export function createPages({ log, onMessage, onConnections }: PagesOptions): Pages {
  const server = new WebSocketServer({ noServer: true, maxPayload: maximumBytes, perMessageDeflate: false });
  const sockets = new Map<WebSocket, number>();
  let connections = 0;
  let refused = 0;

  const adopt = (socket: WebSocket, screen: boolean): void => {
    connections += 1;
    const sender: Sender = { connection: connections, screen };
    sockets.set(socket, connections);
    socket.on('error', (error) => log.debug({ error: error.message }, 'page connection failed'));
    socket.on('message', (data, isBinary) => {
      const checked = isBinary || !(data instanceof Buffer) ? null : validate(data);
      if (checked?.ok) {
        onMessage(checked.value, sender);
        return;
      }
      refused += 1;
      log.warn({ problem: checked?.error.message ?? 'not text', refused }, 'message of a page refused');
    });
    socket.on('close', () => {
      sockets.delete(socket);
      onConnections(server.clients.size, sender);
    });
    onConnections(server.clients.size, sender);
  };
  return {
    accept(request, socket, head, screen) {
      if (server.clients.size >= maximumPages) socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
      else server.handleUpgrade(request, socket, head, (page) => adopt(page, screen));
    },
    send(message, connection) {
      const text = JSON.stringify(message);
      for (const [page, number] of sockets) {
        if (connection !== undefined && connection !== number) continue;
        if (page.readyState !== WebSocket.OPEN) continue;
        if (page.bufferedAmount > maximumWaiting) page.terminate();
        else page.send(text);
      }
    },
    count: () => server.clients.size,
    refused: () => refused,
    stop() {
      for (const page of server.clients) page.terminate();
      server.close();
    },
  };
}
