import type { LibraryHandle } from './library.ts';

/** Datagrams to unix sockets, which Node itself cannot send. */
export interface Datagrams {
  /**
   * Sends one datagram. Never waits: where the receiver's queue is full the datagram is not sent.
   *
   * @param address path of the socket; with `@` in front, a name in the abstract space (unix(7))
   * @returns 0, or the number of the error
   */
  send(address: string, bytes: Buffer): number;
  close(): void;
}

/** Values of asm-generic, which ARM, x86 and RISC-V share. */
const unixFamily = 1;
const datagramType = 2;
const closeOnExecution = 0o2000000;
const doNotWait = 0x40;
const noSignal = 0x4000;
const interrupted = 4;
const invalid = 22;

/** `sun_path` of struct sockaddr_un holds so many bytes. */
const longestPath = 108;

export function createDatagrams({ libc, errno }: LibraryHandle): Datagrams {
  const socket = libc.func('int socket(int family, int type, int protocol)');
  const sendTo = libc.func(
    'intptr_t sendto(int fd, const void *bytes, size_t length, int flags, const void *address, uint32_t size)',
  );
  const closeFd = libc.func('int close(int fd)');
  let fd: number | undefined;

  return {
    send(address, bytes) {
      const target = addressOf(address);
      if (target === null) return invalid;
      if (fd === undefined) {
        const made: unknown = socket(unixFamily, datagramType | closeOnExecution, 0);
        if (typeof made !== 'number' || made < 0) return errno();
        fd = made;
      }
      for (;;) {
        const sent: unknown = sendTo(fd, bytes, bytes.length, doNotWait | noSignal, target, target.length);
        if (sent === bytes.length) return 0;
        if (errno() !== interrupted) return errno();
      }
    },
    close() {
      if (fd !== undefined) closeFd(fd);
      fd = undefined;
    },
  };
}

/**
 * `struct sockaddr_un`: the family in the machine's order, then the path with its final zero, or a zero and the
 * abstract name without one. Null where it does not fit.
 */
export function addressOf(address: string): Buffer | null {
  const abstract = address.startsWith('@');
  const name = Buffer.from(abstract ? `\0${address.slice(1)}` : `${address}\0`);
  if (name.length < 2 || name.length > longestPath) return null;
  if (!abstract && !address.startsWith('/')) return null;
  const family = Buffer.from(new Uint8Array(new Uint16Array([unixFamily]).buffer));
  return Buffer.concat([family, name]);
}
