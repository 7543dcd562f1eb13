import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Devices } from './devices.ts';

/** An open device that hands on its bytes until it ends or is closed. */
export interface Source {
  /** The open file of a device that answers ioctl; null for a FIFO. */
  fd: number | null;
  /** Hands on nothing for so many milliseconds; what comes meanwhile waits where it is, or is dropped there. */
  pause(milliseconds: number): void;
  /** Reads what is there although nobody said that there is something. */
  look(): void;
  /** Hands on nothing more from now on. */
  close(): void;
}

export interface SourceListener {
  /** The bytes are the source's own: what is kept of them must be copied. */
  onBytes(chunk: Uint8Array): void;
  /** Nothing more is to be read at this moment. */
  onDrained(): void;
  /** Told once, unless `close` came first. */
  onEnd(): void;
}

/**
 * Opens an input device, or a FIFO that carries the same bytes. Rejects with the error of open(2) where there is
 * none. Opening never blocks: a FIFO without a writer is simply silent (`O_NONBLOCK`).
 *
 * The event loop watches a FIFO. Node cannot watch a character device, so the kernel sends a signal when there
 * is something to read (docs/decisions/0007).
 */
export async function openSource(
  path: string,
  devices: () => Promise<Devices>,
  listener: SourceListener,
): Promise<Source> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    if (fstatSync(fd).isFIFO()) return watchFifo(fd, listener);
    return watchDevice(fd, await devices(), listener);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function watchFifo(fd: number, { onBytes, onDrained, onEnd }: SourceListener): Source {
  const socket = new Socket({ fd, readable: true, writable: false });
  let open = true;
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    clearTimeout(timer);
    if (!open) return;
    open = false;
    // The owner opens the device again before this end of it closes, so that a FIFO keeps its bytes.
    onEnd();
    socket.destroy();
  };
  socket.on('data', (chunk) => {
    if (!open) return;
    onBytes(chunk);
    onDrained();
  });
  socket.once('end', end);
  socket.once('close', end);
  // What went wrong matters less than that it ended: 'close' follows.
  socket.on('error', () => undefined);
  return {
    fd: null,
    pause(milliseconds) {
      socket.pause();
      clearTimeout(timer);
      timer = setTimeout(() => socket.resume(), milliseconds);
    },
    look: () => undefined,
    close() {
      open = false;
      clearTimeout(timer);
      socket.destroy();
    },
  };
}

/** Events of one read: more than the kernel keeps for most devices. */
const chunkBytes = 24 * 256;

function watchDevice(fd: number, devices: Devices, { onBytes, onDrained, onEnd }: SourceListener): Source {
  const chunk = Buffer.alloc(chunkBytes);
  let open = true;
  let paused: NodeJS.Timeout | undefined;
  const shut = (): void => {
    open = false;
    clearTimeout(paused);
    forget();
    closeSync(fd);
  };
  const look = (): void => {
    while (open && paused === undefined) {
      const count = devices.readiness.read(fd, chunk);
      if (count === 'ended') {
        shut();
        onEnd();
        return;
      }
      if (count !== 'empty') onBytes(chunk.subarray(0, count));
      // A short read has emptied the device; what comes later has a signal of its own.
      if (count === 'empty' || count < chunk.length) {
        if (open) onDrained();
        return;
      }
    }
  };
  const forget = devices.wake(look);
  if (!devices.readiness.signalWhenReadable(fd)) {
    forget();
    throw new Error('the device does not say when there is something to read');
  }
  // What came before the kernel was asked for signals.
  const first = setImmediate(look);
  return {
    fd,
    pause(milliseconds) {
      clearTimeout(paused);
      // A device that floods would wake the process all the time for nothing.
      devices.readiness.silence(fd);
      paused = setTimeout(() => {
        paused = undefined;
        devices.readiness.signalWhenReadable(fd);
        look();
      }, milliseconds);
    },
    look,
    close() {
      clearImmediate(first);
      if (open) shut();
    },
  };
}
