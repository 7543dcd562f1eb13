import type { WebSocket } from 'ws';
import type { Problem, Result } from '../../../protocol/index.ts';

export interface SocketOptions<Message> {
  /** Reads one message, or says what is wrong with it. */
  parse: (bytes: Uint8Array) => Result<Message>;
  /** Whether whoever is on the other side may still be; asked every 15 s. */
  allowed(): Promise<boolean>;
  /** A message that was refused; the socket stays. */
  onRefused(problem: Problem): void;
  onMessage(message: Message): Promise<void>;
  /** Called once, however it ended. */
  onClose(): void;
}

export interface OpenSocket {
  send(message: object): void;
  close(): void;
}

const beatMs = 15_000;
/** A reader that has not read so much by the time there is more is cut off, and asks anew (bytes). */
const maximumBacklog = 512 * 1024;
/** Messages in a second: signals come in bursts when a call begins. */
const burst = 300;
const perSecond = 50;

/** Codes of RFC 6455, 7.4.1. */
const policyViolation = 1008;
const tryAgainLater = 1013;

/** A WebSocket whose messages are checked one by one, in order; one that floods or does not read is ended. */
export function openSocket<Message>(socket: WebSocket, options: SocketOptions<Message>): OpenSocket {
  let heard = true;
  let allowance = burst;
  let work: Promise<unknown> = Promise.resolve();

  const beat = setInterval(() => {
    if (!heard) return socket.terminate();
    heard = false;
    socket.ping();
    void options.allowed().then(
      (allowed) => allowed || socket.close(policyViolation, 'signed out'),
      () => socket.terminate(),
    );
  }, beatMs);
  const refill = setInterval(() => {
    allowance = Math.min(burst, allowance + perSecond);
  }, 1000);

  socket.on('pong', () => {
    heard = true;
  });
  socket.on('message', (data) => {
    heard = true;
    allowance -= 1;
    if (allowance < 0) return socket.close(policyViolation, 'too many messages');
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(new Uint8Array(data));
    const message = options.parse(bytes);
    if (!message.ok) return options.onRefused(message.error);
    work = work.then(() => options.onMessage(message.value)).catch(() => socket.terminate());
  });
  socket.on('error', () => socket.terminate());
  socket.once('close', () => {
    clearInterval(beat);
    clearInterval(refill);
    options.onClose();
  });

  return {
    send: (message) => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > maximumBacklog) return socket.close(tryAgainLater, 'too slow');
      socket.send(JSON.stringify(message));
    },
    close: () => socket.close(),
  };
}
