import { constants } from 'node:fs';
import type { LibraryHandle } from './library.ts';

/** Reading a device that Node's event loop cannot watch. */
export interface Readiness {
  /** Reads what is there without waiting: the number of bytes, `'empty'`, or `'ended'`. */
  read(fd: number, into: Buffer): number | 'empty' | 'ended';
  /**
   * From now on the kernel sends this process a signal each time there is something to read. The file must be
   * open with O_NONBLOCK. False where the device cannot do that.
   */
  signalWhenReadable(fd: number): boolean;
  /** No signals any more. */
  silence(fd: number): void;
}

/**
 * The signal that is sent. Left to itself the kernel would send SIGIO, which ends a process that has no
 * handler; SIGURG is ignored then, so that one which arrives after the handler is gone does no harm.
 */
export const readableSignal = 'SIGURG';

/** Commands of fcntl(2) and errors, the same on all of Linux's architectures but the oldest. */
const fcntl = { setFlags: 4, setOwner: 8, setSignal: 10 };
const urgent = 23;
const asynchronous = 0o20000;
const interrupted = 4;
const again = 11;

export function createReadiness({ libc, errno }: LibraryHandle): Readiness {
  const readBytes = libc.func('intptr_t read(int fd, _Out_ void *into, size_t count)');
  const control = libc.func('int fcntl(int fd, int command, intptr_t argument)');

  return {
    read(fd, into) {
      for (;;) {
        const count: unknown = readBytes(fd, into, into.length);
        if (typeof count === 'number' && count > 0) return count;
        if (count === 0) return 'ended';
        const error = errno();
        if (error === again) return 'empty';
        if (error !== interrupted) return 'ended';
      }
    },
    signalWhenReadable: (fd) =>
      control(fd, fcntl.setOwner, process.pid) === 0 &&
      control(fd, fcntl.setSignal, urgent) === 0 &&
      control(fd, fcntl.setFlags, constants.O_NONBLOCK | asynchronous) === 0,
    silence(fd) {
      control(fd, fcntl.setFlags, constants.O_NONBLOCK);
    },
  };
}
