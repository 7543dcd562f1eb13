import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';

/** An open device that hands on its bytes until it ends or is closed. */
export interface Source {
  /** Hands on nothing more from now on. */
  close(): void;
}

export interface SourceListener {
  onBytes(chunk: Buffer): void;
  /** Told once, unless `close` came first. */
  onEnd(): void;
}

/**
 * Opens an input device, or a FIFO that carries the same bytes. Throws the error of open(2) where there is
 * none. Opening never blocks: a FIFO without a writer is simply silent (`O_NONBLOCK`).
 *
 * A FIFO is watched by the event loop. Node cannot watch a character device, and a read that waits in a
 * worker would keep the process from ending; so `cat` reads it for us and its pipe is watched instead.
 */
export function openSource(path: string, listener: SourceListener): Source {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  if (fstatSync(fd).isFIFO()) return watch(new Socket({ fd, readable: true, writable: false }), listener);
  closeSync(fd);
  return throughCat(path, listener);
}

function watch(socket: Socket, { onBytes, onEnd }: SourceListener): Source {
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    // The owner opens the device again before this end of it closes, so that a FIFO keeps its bytes.
    onEnd();
    socket.destroy();
  };
  socket.on('data', (chunk) => {
    if (open) onBytes(chunk);
  });
  socket.once('end', end);
  socket.once('close', end);
  // What went wrong matters less than that it ended: 'close' follows.
  socket.on('error', () => undefined);
  return {
    close() {
      open = false;
      socket.destroy();
    },
  };
}

function throughCat(path: string, { onBytes, onEnd }: SourceListener): Source {
  const reader: ChildProcess = spawn('cat', ['--', path], { stdio: ['ignore', 'pipe', 'ignore'] });
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    reader.kill('SIGKILL');
    onEnd();
  };
  reader.stdout?.on('data', (chunk: Buffer) => {
    if (open) onBytes(chunk);
  });
  reader.once('error', end);
  reader.once('close', end);
  return {
    close() {
      open = false;
      reader.kill('SIGKILL');
    },
  };
}
