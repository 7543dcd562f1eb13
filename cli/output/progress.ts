import { SingleBar } from 'cli-progress';
import { bytesText } from './amounts.ts';

/** Shows how far an upload is: a bar on a terminal, else a line at every tenth. */
export interface Progress {
  add(bytes: number): void;
  /** Takes back bytes of an attempt that has to start again. */
  remove(bytes: number): void;
  stop(): void;
}

export function startProgress(stream: NodeJS.WriteStream, totalBytes: number): Progress {
  return stream.isTTY ? bar(stream, totalBytes) : lines(stream, totalBytes);
}

export const silentProgress: Progress = { add() {}, remove() {}, stop() {} };

function bar(stream: NodeJS.WriteStream, totalBytes: number): Progress {
  const drawn = new SingleBar({
    stream,
    format: 'Uploading [{bar}] {percentage}% {amount}',
    barsize: Math.max(10, Math.min(40, (stream.columns || 80) - 44)),
    hideCursor: true,
    // The owner of SIGINT is the program: it stops the bar, which shows the cursor again.
    gracefulExit: false,
  });
  let sent = 0;
  const amount = () => ({ amount: `${bytesText(sent)} of ${bytesText(totalBytes)}` });
  drawn.start(totalBytes, 0, amount());
  const moved = (bytes: number) => {
    sent += bytes;
    drawn.update(sent, amount());
  };
  return { add: moved, remove: (bytes) => moved(-bytes), stop: () => drawn.stop() };
}

function lines(stream: NodeJS.WriteStream, totalBytes: number): Progress {
  let sent = 0;
  let told = 0;
  return {
    add(bytes) {
      sent += bytes;
      const tenths = totalBytes === 0 ? 10 : Math.floor((sent / totalBytes) * 10);
      if (tenths <= told) return;
      told = tenths;
      stream.write(`Uploading ${tenths * 10}% ${bytesText(sent)} of ${bytesText(totalBytes)}\n`);
    },
    remove(bytes) {
      sent -= bytes;
    },
    stop() {},
  };
}
