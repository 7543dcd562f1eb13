import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { until } from './until.ts';

/** Writes into a FIFO and leaves it; waits for a reader no longer than the test may last. */
export async function writeFifo(path: string, ...chunks: Uint8Array[]): Promise<void> {
  const fifo = await until('a reader of the FIFO', () =>
    open(path, constants.O_WRONLY | constants.O_NONBLOCK).catch(() => undefined),
  );
  for (const chunk of chunks) await fifo.write(chunk);
  await fifo.close();
}
