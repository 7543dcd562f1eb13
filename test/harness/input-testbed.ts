import { mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koffi from 'koffi';

/** A device that answers as a real one would. */
export interface TestbedDevice {
  /** `event<number>`. */
  number: number;
  name: string;
  vendor: string;
  product: string;
  /** Smallest and largest value by code. */
  axes: Readonly<Record<string, readonly number[]>>;
  keys: readonly number[];
  /** Bits of INPUT_PROP_. */
  properties?: number;
  /**
   * What it answers each time when it is asked for its state: to EVIOCGMTSLOTS, question after question in this
   * order, a code and then a value for each slot.
   */
  states?: readonly (readonly (readonly number[])[])[];
}

export interface Testbed {
  /** What a process needs in its environment to see these devices. */
  environment: Record<string, string>;
  plug(device: TestbedDevice): void;
  unplug(device: TestbedDevice): void;
  /** Sends bytes as the device. */
  send(device: TestbedDevice, bytes: Uint8Array): void;
  close(): void;
}

const place = '/devices/platform/testbed/input';

/**
 * Devices of umockdev: a process that is started in its environment sees them in /dev and /sys, and its own
 * calls of ioctl(2) and inotify reach them. The devices live in this process, through umockdev's library.
 */
export function openTestbed(): Testbed {
  const library = koffi.load('libumockdev.so.0');
  const objects = koffi.load('libgobject-2.0.so.0');
  const create = library.func('void *umockdev_testbed_new()');
  const root = library.func('const char *umockdev_testbed_get_root_dir(void *bed)');
  const add = library.func('int umockdev_testbed_add_from_string(void *bed, const char *text, void *error)');
  const load = library.func(
    'int umockdev_testbed_load_ioctl(void *bed, const char *device, const char *file, void *error)',
  );
  const fileOf = library.func('int umockdev_testbed_get_dev_fd(void *bed, const char *device)');
  const remove = library.func('void umockdev_testbed_remove_device(void *bed, const char *path)');
  const release = objects.func('void g_object_unref(void *object)');

  const bed: unknown = create();
  const folder = mkdtempSync(join(tmpdir(), 'totem-testbed-'));
  const node = ({ number }: TestbedDevice) => `/dev/input/event${number}`;
  const done = (answer: unknown, what: string): void => {
    if (answer !== 1) throw new Error(`umockdev did not ${what}`);
  };
  return {
    environment: {
      LD_PRELOAD: 'libumockdev-preload.so.0',
      UMOCKDEV_DIR: String(root(bed)),
    },
    plug(device) {
      done(add(bed, systemText(device), null), 'add the device');
      const file = join(folder, `event${device.number}.ioctl`);
      writeFileSync(file, requestText(device));
      done(load(bed, null, file, null), 'take the answers');
    },
    unplug(device) {
      for (const path of [`input${device.number}/event${device.number}`, `input${device.number}`]) {
        remove(bed, `/sys${place}/${path}`);
      }
    },
    send(device, bytes) {
      writeSync(Number(fileOf(bed, node(device))), bytes);
    },
    close() {
      release(bed);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The device as sysfs tells of it, in umockdev's format. */
function systemText(device: TestbedDevice): string {
  const { number, name, vendor, product } = device;
  const words = (codes: readonly number[]) => {
    const bits = bitField(codes, 96);
    const all = Array.from({ length: 12 }, (_, word) => bits.readBigUInt64LE(word * 8).toString(16));
    while (all.length > 1 && all.at(-1) === '0') all.pop();
    return all.reverse().join(' ');
  };
  return `P: ${place}/input${number}
E: SUBSYSTEM=input
E: NAME="${name}"
A: name=${name}
A: id/vendor=${vendor}
A: id/product=${product}
A: capabilities/key=${words(device.keys)}
A: capabilities/abs=${words(Object.keys(device.axes).map(Number))}
A: properties=${(device.properties ?? 2).toString(16)}

P: ${place}/input${number}/event${number}
N: input/event${number}
E: DEVNAME=/dev/input/event${number}
E: MAJOR=13
E: MINOR=${64 + number}
E: SUBSYSTEM=input
A: dev=13:${64 + number}
L: device=../../input${number}
`;
}

/** What the device answers to each request of linux/input.h, in umockdev's format. */
function requestText(device: TestbedDevice): string {
  const hex = (bytes: Buffer): string => bytes.toString('hex').toUpperCase();
  const words = (...values: number[]): Buffer => {
    const bytes = Buffer.alloc(values.length * 4);
    for (const [index, value] of values.entries()) bytes.writeInt32LE(value, index * 4);
    return bytes;
  };
  const id = Buffer.alloc(8);
  id.writeUInt16LE(3, 0);
  id.writeUInt16LE(Number.parseInt(device.vendor, 16), 2);
  id.writeUInt16LE(Number.parseInt(device.product, 16), 4);
  const name = Buffer.alloc(256);
  name.write(device.name);
  const axes = new Map(
    Object.entries(device.axes).map(([code, [minimum = 0, maximum = 0]]) => {
      const nth = code === '0' ? '' : `(${code})`;
      return [Number(code), [`EVIOCGABS${nth} 0 ${hex(words(0, minimum, maximum, 0, 0, 0))}`]];
    }),
  );
  return `${[
    `@DEV /dev/input/event${device.number}`,
    `EVIOCGID 0 ${hex(id)}`,
    `EVIOCGNAME(0) ${device.name.length + 1} ${hex(name)}`,
    `EVIOCGPROP(0) 8 ${hex(words(device.properties ?? 2, 0))}`,
    `EVIOCGBIT(1) 96 ${hex(bitField(device.keys, 96))}`,
    `EVIOCGBIT(3) 8 ${hex(bitField(Object.keys(device.axes).map(Number), 96))}`,
    ...[...axes.values()].flat(),
    // umockdev looks for an answer from the one that it gave last, so states follow in the order of questions.
    ...(device.states ?? [[]]).flatMap((state) => [
      `EVIOCGKEY(0) 96 ${hex(bitField([], 96))}`,
      ...(axes.get(slotAxis) ?? []),
      ...state.map((values) => `EVIOCGMTSLOTS(0) 0 ${hex(words(...values))}`),
    ]),
  ].join('\n')}\n`;
}

const slotAxis = 0x2f;

function bitField(codes: readonly number[], bytes: number): Buffer {
  const bits = Buffer.alloc(bytes);
  for (const code of codes) bits[code >> 3] = (bits[code >> 3] ?? 0) | (1 << (code & 7));
  return bits;
}
