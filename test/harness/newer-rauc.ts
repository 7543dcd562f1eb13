import { readFile, stat } from 'node:fs/promises';
import { Message, type MessageBus, sessionBus, Variant } from '@jellybrick/dbus-next';
import type { Owner } from './owner.ts';
import { until } from './until.ts';

/** What was asked of the stand-in. */
export interface AskedOfRauc {
  source: string;
  arguments: Record<string, string>;
  /** Content and mode of the key file, at the moment of asking. */
  key: { text: string; mode: number } | null;
}

export interface NewerRauc {
  installations: AskedOfRauc[];
  /** What its bundle says of itself. */
  manifestHash: string;
  /** What the slot holds after an installation, where that is not the bundle. */
  writtenHash: string;
  marks: string[];
}

/**
 * The D-Bus interface of RAUC 1.16 as its reference describes it, on a real bus and without an installer behind
 * it: distributions do not ship it yet, and streaming needs a kernel with nbd. The real RAUC 1.8 is what all
 * other tests use.
 */
export async function newNewerRauc(
  t: Owner,
  address: string,
  wish: { compatible: string; version: string },
): Promise<NewerRauc> {
  const told: NewerRauc = { installations: [], manifestHash: '', writtenHash: '', marks: [] };
  let written = false;
  const slot = (bootname: string, extra: Record<string, Variant>) => ({
    class: new Variant('s', 'rootfs'),
    bootname: new Variant('s', bootname),
    'boot-status': new Variant('s', 'good'),
    ...extra,
  });

  const install = async (source: string, given: Record<string, Variant<string>>) => {
    const parameters = Object.fromEntries(Object.entries(given).map(([key, { value }]) => [key, value]));
    const path = parameters['tls-key'];
    const key =
      path === undefined
        ? null
        : { text: await readFile(path, 'utf8'), mode: (await stat(path)).mode & 0o777 };
    told.installations.push({ source, arguments: parameters, key });
    written = true;
  };
  const slots = () => {
    const held = written && {
      status: new Variant('s', 'ok'),
      'bundle.version': new Variant('s', wish.version),
      'bundle.hash': new Variant('s', told.writtenHash || told.manifestHash),
    };
    return [
      ['rootfs.1', slot('B', { state: new Variant('s', 'inactive'), ...held })],
      ['rootfs.0', slot('A', { state: new Variant('s', 'booted') })],
    ];
  };
  /** Signature and values of the answer to each method. */
  const answer = async (
    member: string,
    [first, second]: unknown[],
  ): Promise<[string, unknown[]] | undefined> => {
    switch (member) {
      case 'GetAll':
        return ['a{sv}', [properties]];
      case 'InspectBundle':
        return ['a{sv}', [inspection()]];
      case 'InstallBundle':
        await install(String(first), readArguments(second));
        return ['', []];
      case 'Mark':
        told.marks.push(`${first} ${second}`);
        return ['ss', [second === 'booted' ? 'rootfs.0' : 'rootfs.1', 'done']];
      case 'GetSlotStatus':
        return ['a(sa{sv})', [slots()]];
      case 'GetPrimary':
        return ['s', [written ? 'rootfs.1' : 'rootfs.0']];
      default:
        return undefined;
    }
  };
  const properties = {
    Operation: new Variant('s', 'idle'),
    LastError: new Variant('s', ''),
    Progress: new Variant('(isi)', [100, 'done', 0]),
    Compatible: new Variant('s', wish.compatible),
    BootSlot: new Variant('s', 'A'),
    SystemVersion: new Variant('s', '1.0.0'),
  };
  const inspection = () => ({
    'manifest-hash': new Variant('s', told.manifestHash),
    update: new Variant('a{sv}', {
      compatible: new Variant('s', wish.compatible),
      version: new Variant('s', wish.version),
    }),
  });

  const bus: MessageBus = sessionBus({ busAddress: address });
  t.teardown(() => bus.disconnect());
  await until('the bus', () => bus.name !== null);
  bus.addMethodHandler((message: Message) => {
    void answer(message.member, message.body).then((found) => {
      bus.send(
        found
          ? Message.newMethodReturn(message, ...found)
          : Message.newError(message, 'org.freedesktop.DBus.Error.UnknownMethod', message.member),
      );
    });
    return true;
  });
  await bus.requestName('de.pengutronix.rauc');
  return told;
}

function readArguments(value: unknown): Record<string, Variant<string>> {
  const found: Record<string, Variant<string>> = {};
  for (const [key, inner] of Object.entries(Object(value))) {
    if (inner instanceof Variant) found[key] = new Variant('s', String(inner.value));
  }
  return found;
}
