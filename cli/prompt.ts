import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** The first line of a stream, without its line end; `undefined` when it ends before one, or on Ctrl-C. */
export async function readLine(input: NodeJS.ReadStream, signal: AbortSignal): Promise<string | undefined> {
  const reader = createInterface({ input, signal, crlfDelay: Number.POSITIVE_INFINITY });
  try {
    for await (const line of reader) return line;
    return undefined;
  } finally {
    reader.close();
    input.destroy();
  }
}

/** Asks on a terminal and takes the answer without showing it; `undefined` on Ctrl-C or Ctrl-D. */
export function askSecretly(
  question: string,
  { input, output, signal }: { input: NodeJS.ReadStream; output: NodeJS.WriteStream; signal: AbortSignal },
): Promise<string | undefined> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input, output: nowhere, terminal: true, historySize: 0, signal });
  output.write(question);
  return new Promise((resolve) => {
    let answer: string | undefined;
    reader.once('line', (line) => {
      answer = line;
      reader.close();
    });
    reader.once('SIGINT', () => reader.close());
    reader.once('close', () => {
      output.write('\n');
      resolve(answer);
    });
  });
}
