import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import sirv from 'sirv';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { type Display, startDisplay } from '../../agent/display/index.ts';
import type { CompiledContent } from '../../protocol/content/index.ts';
import { type AgentMessage, jsonValidatorOf, PageMessage } from '../../protocol/index.ts';
import type { Owner } from './owner.ts';
import { until } from './until.ts';

/** A page in the display's pipeline, with a probe in it that takes orders. */
export interface Stage {
  display: Display;
  /** Carries out an order of `probe.js`. */
  order(order: string, what?: object): Promise<unknown>;
  /** Resolves with the moment (performance.now) at which the page said that what was watched for is painted. */
  changed(): Promise<number>;
  /** Touches the screen, as the panel does. */
  touch(at: { x: number; y: number }): Promise<void>;
  send(message: AgentMessage): void;
}

export interface StageOptions {
  /** The built page with this content; or a folder with another page, whose `index.html` asks for `probe.js`. */
  show: CompiledContent | { page: string };
  width: number;
  height: number;
  framesPerSecond: number;
  /** Folder that holds `media/` of the content. */
  mediaFolder: string;
  /** Whether there is a layer below the page, for the face of a call. */
  attractLayer?: boolean;
  /** Files that the page may ask for beside its own: what the agent would have of a call. */
  files?: ReadonlyMap<string, { media: string; bytes: Buffer }>;
  /** What the page says. */
  onMessage?: (message: PageMessage) => void;
  /** What a page is told that has just come, beside its configuration and its content. */
  greeting?: readonly AgentMessage[];
}

/** Times so long that nothing happens by itself. */
export const calmConfiguration: Extract<AgentMessage, { type: 'configuration' }> = {
  type: 'configuration',
  language: null,
  idleSeconds: 600,
  warningSeconds: 20,
  attractLayer: false,
};

const readPage = jsonValidatorOf(PageMessage, 64 * 1024);
const here = import.meta.dirname;
const fingerMs = 60;

/** Serves the page without the agent's content security, which would keep the probe from its socket. */
export async function openStage(scope: Owner, options: StageOptions): Promise<Stage> {
  const { show, mediaFolder, attractLayer = false, files, onMessage, greeting = [], ...size } = options;
  const folder = mkdtempSync(join(tmpdir(), 'totem-page-'));
  scope.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const content = 'release' in show ? show : null;
  cpSync('page' in show ? show.page : join(here, '../../.build/ui'), folder, { recursive: true });
  if (content) {
    const index = readFileSync(join(folder, 'index.html'), 'utf8');
    writeFileSync(
      join(folder, 'index.html'),
      index.replace('</body>', '<script src="/probe.js"></script></body>'),
    );
  }
  cpSync(join(here, 'probe.js'), join(folder, 'probe.js'));

  const page = sirv(folder, { dev: true });
  const media = sirv(mediaFolder, { dev: true });
  const server = createServer((request, response) => {
    const missing = (): void => {
      response.writeHead(404).end();
    };
    if (request.url === '/content.json' && content) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    } else if (files?.has(request.url ?? '')) {
      const file = files.get(request.url ?? '');
      response.writeHead(200, { 'content-type': file?.media }).end(file?.bytes);
    } else if (request.url?.startsWith('/media/')) media(request, response, missing);
    else page(request, response, missing);
  });
  const pages = new WebSocketServer({ noServer: true });
  const probes = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const sockets = request.url === '/probe' ? probes : pages;
    sockets.handleUpgrade(request, socket, head, (open) => sockets.emit('connection', open));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  scope.teardown(() => {
    for (const open of [...pages.clients, ...probes.clients]) open.terminate();
    server.closeAllConnections();
    server.close();
  });

  let display: Display | undefined;
  const send = (message: AgentMessage) => {
    for (const open of pages.clients) open.send(JSON.stringify(message));
  };
  pages.on('connection', (open: WebSocket) => {
    open.on('message', (data) => {
      const message = readPage(Buffer.from(textOf(data)));
      if (!message.ok) return;
      if (message.value.type === 'heartbeat') display?.pageAlive(message.value.frames);
      onMessage?.(message.value);
    });
    if (!content) return;
    for (const told of [calmConfiguration, ...greeting]) send(told);
    send({ type: 'content', release: content.release });
  });

  const probe = followProbe(probes);
  const { port } = server.address() as AddressInfo;
  display = await startDisplay({
    // A machine without a GPU may be slow; a display that is rebuilt would lose the page.
    configuration: { sink: 'none', ...size, attractLayer, enabled: true, patience: 20 },
    pageUrl: `http://127.0.0.1:${port}/?screen=bench`,
    runtimeFolder: join(folder, 'run'),
    faults: { raise: () => undefined, clear: () => undefined },
    log: pino({ level: 'silent' }),
  });
  const running = display;
  scope.teardown(running.stop);
  await until('the page to be there', () => probe.isOpen() && running.figures().state === 'running', 120_000);
  return {
    display: running,
    order: probe.order,
    changed: probe.changed,
    async touch(at) {
      send({ type: 'touch', phase: 'down', contact: 0, ...at, origin: 'panel' });
      await new Promise((resolve) => setTimeout(resolve, fingerMs));
      send({ type: 'touch', phase: 'up', contact: 0, ...at, origin: 'panel' });
    },
    send,
  };
}

/** Milliseconds that the page may take for anything. */
const patience = 120_000;

function followProbe(probes: WebSocketServer) {
  let number = 0;
  const answers = new Map<number, (answer: unknown) => void>();
  let onChanged: ((at: number) => void) | undefined;
  probes.on('connection', (socket: WebSocket) => {
    socket.on('message', (data) => {
      const message: unknown = JSON.parse(textOf(data));
      if (typeof message !== 'object' || message === null) return;
      if ('changed' in message) onChanged?.(performance.now());
      if (!('number' in message) || typeof message.number !== 'number') return;
      answers.get(message.number)?.('answer' in message ? message.answer : null);
      answers.delete(message.number);
    });
  });
  const isOpen = () => [...probes.clients].some(({ readyState }) => readyState === WebSocket.OPEN);
  return {
    isOpen,
    async order(order: string, what: object = {}): Promise<unknown> {
      // A page that is just being loaded anew hears nothing.
      await until('the page to be there', isOpen, patience);
      number += 1;
      const mine = number;
      return new Promise((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error(`no answer to ${order} ${JSON.stringify(what)}`)),
          patience,
        );
        answers.set(mine, (answer) => {
          clearTimeout(late);
          resolve(answer);
        });
        for (const socket of probes.clients) socket.send(JSON.stringify({ order, number: mine, ...what }));
      });
    },
    changed: () =>
      new Promise<number>((resolve) => {
        onChanged = resolve;
      }),
  };
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : String(data);
}
