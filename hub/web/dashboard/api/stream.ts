import type { Static } from 'typebox';
import type { streamEvents } from '../../../../protocol/api.ts';

export type StreamName = keyof typeof streamEvents;
export type StreamData<Name extends StreamName> = Static<(typeof streamEvents)[Name]>;
export type StreamHandlers = { [Name in StreamName]: (data: StreamData<Name>) => void };

export interface StreamOptions {
  address: string;
  handlers: StreamHandlers;
  /** Told at every connect: what happened while there was none must be fetched again. */
  onOpen(): void;
  onInterrupted(): void;
}

const firstDelay = 1_000;
const longestDelay = 15_000;

/**
 * Server-Sent Events (HTML standard, 9.2) with our own reconnect: the browser's gives up for good when the
 * hub answers with an error, as a proxy does while the hub restarts.
 */
export function startStream(options: StreamOptions): { stop(): void } {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let delay = firstDelay;

  function open(): void {
    const current = new EventSource(options.address);
    source = current;
    current.addEventListener('open', () => {
      delay = firstDelay;
      options.onOpen();
    });
    current.addEventListener('error', () => {
      current.close();
      options.onInterrupted();
      clearTimeout(timer);
      timer = setTimeout(open, delay * (0.5 + Math.random() / 2));
      delay = Math.min(delay * 2, longestDelay);
    });
    hear(current, 'totem', options.handlers.totem);
    hear(current, 'removed', options.handlers.removed);
    hear(current, 'event', options.handlers.event);
    hear(current, 'release', options.handlers.release);
    hear(current, 'firmware', options.handlers.firmware);
    hear(current, 'rollout', options.handlers.rollout);
  }

  open();
  return {
    stop() {
      clearTimeout(timer);
      source?.close();
    },
  };
}

function hear<Name extends StreamName>(
  source: EventSource,
  name: Name,
  handler: (data: StreamData<Name>) => void,
): void {
  source.addEventListener(name, (message) => {
    const data: StreamData<Name> = JSON.parse(message.data);
    handler(data);
  });
}
