import type { ServerResponse } from 'node:http';
import type { Problem, Result } from '../../protocol/index.ts';
import { type LocalStream, shortened } from './routes.ts';

/** Bytes that may wait for a client that reads slowly. */
const roomBytes = 128 * 1024;

export interface OpenStream {
  out: LocalStream<unknown>;
  /** Ends it with the handler's result; a problem before the first line is an ordinary refusal. */
  end(result: Result<unknown>, refuse: (problem: Problem) => void): void;
}

/**
 * Answers with newline-delimited JSON. What waits for a slow client is bounded, and a client that takes nothing
 * for `stall` milliseconds is let go.
 */
export function openStream(response: ServerResponse, stall: number, ending: AbortSignal): OpenStream {
  const left = new AbortController();
  const signal = AbortSignal.any([left.signal, ending]);
  let begun = false;
  let stalled: NodeJS.Timeout | undefined;

  response.on('close', () => {
    clearTimeout(stalled);
    left.abort();
  });
  response.on('drain', () => {
    clearTimeout(stalled);
    stalled = undefined;
  });

  const begin = (): void => {
    if (begun || response.destroyed) return;
    begun = true;
    // A stream may rightly be silent for hours.
    response.socket?.setTimeout(0);
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    response.flushHeaders();
  };
  const write = (entry: unknown): void => {
    begin();
    if (!response.write(`${JSON.stringify(entry)}\n`))
      stalled ??= setTimeout(() => response.destroy(), stall);
  };
  const full = (): boolean => response.writableLength > roomBytes;

  return {
    out: {
      begin,
      send(entry) {
        if (signal.aborted || response.destroyed || full()) return false;
        write(entry);
        return true;
      },
      drained: () =>
        new Promise((resolve) => {
          if (signal.aborted || !response.writableNeedDrain) {
            resolve();
            return;
          }
          const done = () => {
            response.off('drain', done);
            signal.removeEventListener('abort', done);
            resolve();
          };
          response.on('drain', done);
          signal.addEventListener('abort', done);
        }),
      signal,
    },
    end(result, refuse) {
      if (!result.ok && !begun) refuse(result.error);
      else if (!response.destroyed) {
        if (!result.ok) write({ error: shortened(result.error) });
        begin();
        response.end();
      }
    },
  };
}
