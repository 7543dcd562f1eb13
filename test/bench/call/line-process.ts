import { execFileSync } from 'node:child_process';
import { closeSync, openSync, read, writeSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { loadLibrary } from '../../../agent/libc/index.ts';
import { createLine, type LineShape } from './line.ts';

/**
 * A cable between two networks in user space: a tun device in each (Linux, Documentation/networking/tuntap.rst), and
 * this process, which carries every packet from one to the other as the line's shape says. A process of its own,
 * because a read of a tun device holds a worker until a packet comes; it goes on until it is killed, and the devices
 * with it.
 */
export interface LineOrder {
  device: string;
  ends: { space: string; address: string; peer: string }[];
  shape: LineShape;
  seed: number;
}

/** TUNSETIFF of linux/if_tun.h, and of its flags: packets of IP without a header before them. */
const setInterface = 0x400454ca;
const tunWithoutHeader = 0x0001 | 0x1000;
/** `struct ifreq`: the name in 16 bytes, then the flags. */
const requestBytes = 40;
const largestPacket = 65_536;

const order: LineOrder = JSON.parse(process.argv[2] ?? '');
const { libc } = await loadLibrary();
const ioctl = libc.func('int ioctl(int fd, unsigned long request, _Inout_ void *argument)');

const ends = order.ends.map(({ space, address, peer }, index) => {
  const fd = openSync('/dev/net/tun', 'r+');
  const name = `line${process.pid}-${index}`.slice(-15);
  const request = Buffer.alloc(requestBytes);
  request.write(name, 'latin1');
  request.writeUInt16LE(tunWithoutHeader, 16);
  if (ioctl(fd, setInterface, request) !== 0) throw new Error(`no tun device ${name}`);
  execFileSync('ip', ['link', 'set', name, 'netns', space, 'name', order.device]);
  execFileSync('ip', ['-n', space, 'address', 'add', address, 'peer', peer, 'dev', order.device]);
  execFileSync('ip', ['-n', space, 'link', 'set', order.device, 'txqueuelen', '1000', 'up']);
  return fd;
});

/** Carries what is read at one end to the other one. */
function carry(from: number, to: number, seed: number): void {
  const line = createLine(order.shape, seed);
  const under: { at: number; packet: Buffer }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const deliver = (): void => {
    timer = undefined;
    for (let [next] = under; next && next.at <= performance.now(); [next] = under) {
      under.shift();
      // A device whose network has gone down takes nothing.
      try {
        writeSync(to, next.packet);
      } catch {}
    }
    const [next] = under;
    if (next) timer = setTimeout(deliver, Math.max(1, next.at - performance.now()));
  };
  const buffer = Buffer.alloc(largestPacket);
  const take = (): void => {
    read(from, buffer, 0, buffer.length, null, (error, count) => {
      if (error) process.exit(0);
      const at = line.send(performance.now(), count);
      if (at !== null) {
        under.push({ at, packet: Buffer.from(buffer.subarray(0, count)) });
        if (timer === undefined) deliver();
      }
      take();
    });
  };
  take();
}

// The line is as it should be however much the machine has to do.
setPriority(constants.priority.PRIORITY_HIGHEST);
const [first = 0, second = 0] = ends;
carry(first, second, order.seed);
carry(second, first, order.seed + 1);
process.on('SIGTERM', () => {
  for (const fd of ends) closeSync(fd);
  process.exit(0);
});
process.stdout.write('carries\n');
