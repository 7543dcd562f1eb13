import { createSocket } from 'node:dgram';
import { setTimeout as pause } from 'node:timers/promises';

/** What a line did to datagrams. */
export interface Probed {
  /** Share that did not come. */
  loss: number;
  /** Milliseconds from sending to having one: the middle one, and the one that only a twentieth exceeds. */
  delay: number;
  slow: number;
  /** Bits in a second that came of more than the line carries. */
  rate: number;
}

/** Single datagrams show loss and delay, then a flood what goes through. Both ends have one clock. */
const port = 40_404;
const singles = 1500;
const small = 100;
const large = 1200;
/** A flood of 20 Mbit/s for a second. */
const flooding = 1000;
const each = 2;

const now = (): number => Number(process.hrtime.bigint()) / 1e6;
const socket = createSocket('udp4');
const [, , role, address = ''] = process.argv;
if (role === 'receive') receive();
else await send();

async function send(): Promise<void> {
  const post = (size: number): Promise<void> =>
    new Promise((resolve) => {
      const packet = Buffer.alloc(size);
      packet.writeDoubleLE(now());
      socket.send(packet, port, address, () => resolve());
    });
  for (let sent = 0; sent < singles; sent += 1) {
    await post(small);
    await pause(3);
  }
  await pause(500);
  const begin = now();
  while (now() - begin < flooding) {
    for (let count = 0; count < 4; count += 1) await post(large);
    await pause(each);
  }
  await pause(800);
  // Until one of them comes through.
  for (let count = 0; count < 20; count += 1) await post(8);
  socket.close();
}

function receive(): void {
  const delays: number[] = [];
  const floods: { at: number; bytes: number }[] = [];
  let done = false;
  socket.on('message', (packet) => {
    const at = now();
    if (packet.length === small) delays.push(at - packet.readDoubleLE());
    else if (packet.length === large) floods.push({ at, bytes: large + 28 });
    else if (!done) {
      done = true;
      delays.sort((a, b) => a - b);
      const first = floods[0]?.at ?? 0;
      const last = floods.at(-1)?.at ?? 1;
      const bits = floods.slice(1).reduce((sum, { bytes }) => sum + bytes * 8, 0);
      const probed: Probed = {
        loss: 1 - delays.length / singles,
        delay: delays[Math.floor(delays.length / 2)] ?? Number.NaN,
        slow: delays[Math.floor(delays.length * 0.95)] ?? Number.NaN,
        rate: (bits * 1000) / (last - first),
      };
      process.stdout.write(`${JSON.stringify(probed)}\n`);
    }
  });
  socket.bind(port, () => process.stdout.write('listens\n'));
}
