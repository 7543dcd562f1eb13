import type { Logger } from 'pino';
import type { Validator } from '../../protocol/index.ts';
import { type Child, startChild } from '../child/index.ts';

export type SpeechChild<Message> = Child<Message>;

export interface SpeechChildOptions<FromChild> {
  program: URL;
  validate: Validator<FromChild>;
  onMessage(message: FromChild): void;
  /** Told once, unless `kill` came first. */
  onExit(reason: string): void;
  log: Logger;
}

/** Starts a process that speaks or listens. */
export function startSpeechChild<ToChild extends object, FromChild>(
  options: SpeechChildOptions<FromChild>,
): SpeechChild<ToChild> {
  return startChild<ToChild, FromChild>({
    ...options,
    name: 'the speech process',
    semiSpace: 1,
    // GStreamer's binding holds a worker of libuv for each thing it waits for.
    environment: { UV_THREADPOOL_SIZE: '8' },
    // Engines may repeat what they are given: their words are not for the log.
    onLine: () => options.log.debug('the speech process says something'),
  });
}
