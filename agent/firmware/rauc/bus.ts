import type { EventEmitter } from 'node:events';
import type { Message, MessageBus } from '@jellybrick/dbus-next';
import { failure, type Result, success } from '../../../protocol/index.ts';

/** One method call over D-Bus. */
export interface BusCall {
  destination: string;
  path: string;
  interface: string;
  member: string;
  signature?: string;
  body?: unknown[];
}

/**
 * Why a call had no answer: `absent` where nobody owns the name or may be asked under it, `silent` where nobody answered
 * in time.
 */
export type BusFailure = { ok: false; error: { kind: 'absent' | 'silent' | 'refused'; message: string } };
export type BusResult = { ok: true; value: unknown[] } | BusFailure;

/** The system bus. It connects at the first call, and again at the next one after it was lost. */
export interface Bus {
  call(call: BusCall): Promise<BusResult>;
  /** Hears a signal from now on, for as long as this connection lasts. */
  watch(
    source: Pick<BusCall, 'path' | 'interface' | 'member'>,
    listener: () => void,
  ): Promise<Result<() => void>>;
  close(): void;
}

export interface BusOptions {
  /** D-Bus address; empty for the system's own. */
  address: string;
  /** Milliseconds that anybody on the bus has for an answer. */
  patience: number;
}

/** Names of errors by which a bus says that nobody is there (D-Bus specification, 0.43; systemd's own). */
const absentErrors = [
  'org.freedesktop.DBus.Error.ServiceUnknown',
  'org.freedesktop.DBus.Error.NameHasNoOwner',
  'org.freedesktop.DBus.Error.NoServer',
  'org.freedesktop.DBus.Error.Disconnected',
  'org.freedesktop.DBus.Error.Spawn.ChildExited',
  'org.freedesktop.systemd1.NoSuchUnit',
];

/** The bus's own policy stands between; whoever owns the name has not even heard of the call. */
const deniedError = 'org.freedesktop.DBus.Error.AccessDenied';

export function openBus({ address, patience }: BusOptions): Bus {
  let connected: Promise<MessageBus> | undefined;
  const closed = Promise.withResolvers<never>();
  // Rejects at the end only, for whoever still waits then.
  closed.promise.catch(() => undefined);

  const connect = async (): Promise<MessageBus> => {
    // Loaded only here: a totem that does not update its firmware needs no D-Bus.
    const { sessionBus, systemBus } = await import('@jellybrick/dbus-next');
    // Only `sessionBus` takes an address; there is no other difference between the two.
    const bus = address === '' ? systemBus() : sessionBus({ busAddress: address });
    const { promise, resolve, reject } = Promise.withResolvers<MessageBus>();
    // Stays for the life of the bus: an error without a listener would end the process.
    const failures: EventEmitter = bus;
    failures.on('error', (error: unknown) => {
      reject(error);
      drop(bus);
    });
    bus.once('connect', () => resolve(bus));
    try {
      return await within(patience, promise);
    } catch (error) {
      drop(bus);
      throw error;
    }
  };

  const current = (): Promise<MessageBus> => {
    if (!connected) {
      const attempt = connect();
      connected = attempt;
      attempt.catch(() => {
        if (connected === attempt) connected = undefined;
      });
    }
    return connected;
  };

  function drop(bus?: MessageBus): void {
    connected = undefined;
    try {
      bus?.disconnect();
    } catch {
      // It had no connection to end.
    }
  }

  /** Why the bus cannot be reached, if it cannot. */
  const reached = async (): Promise<unknown> => {
    try {
      await current();
      return undefined;
    } catch (error) {
      return error instanceof Silence ? new Error(error.message) : error;
    }
  };

  const call = async (request: BusCall): Promise<BusResult> => {
    let bus: MessageBus | undefined;
    try {
      // After the end no connection is made any more.
      await Promise.race([closed.promise, Promise.resolve()]);
      bus = await Promise.race([closed.promise, current()]);
      const { Message } = await import('@jellybrick/dbus-next');
      const reply = await within(patience, Promise.race([bus.call(new Message(request)), closed.promise]));
      return { ok: true, value: reply?.body ?? [] };
    } catch (error) {
      if (isBusError(error)) return classified(error, request);
      drop(bus);
      // Silence of one on the bus and of a bus that is gone look the same until the bus is asked anew.
      const cause = error instanceof Silence && bus ? await reached() : error;
      return classified(cause ?? error, request);
    }
  };

  return {
    call,
    watch: async (source, listener) => {
      const rule = `type='signal',path='${source.path}',interface='${source.interface}',member='${source.member}'`;
      const match = (member: string) => call({ ...daemon, member, signature: 's', body: [rule] });
      const added = await match('AddMatch');
      if (!added.ok) return failure('unavailable', added.error.message);
      const bus = await current();
      const heard = (message: Message) => {
        const { path, member } = message;
        if (path === source.path && message.interface === source.interface && member === source.member)
          listener();
      };
      bus.on('message', heard);
      return success(() => {
        bus.off('message', heard);
        void match('RemoveMatch');
      });
    },
    close: () => {
      closed.reject(new Error('the connection was closed'));
      const former = connected;
      connected = undefined;
      former?.then(drop).catch(() => undefined);
    },
  };
}

const daemon = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

class Silence extends Error {}

async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Silence(`no answer within ${milliseconds} ms`)), milliseconds);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

function isBusError(error: unknown): error is Error & { type: string; text: string } {
  return error instanceof Error && 'type' in error && 'text' in error;
}

function classified(error: unknown, { destination, member }: BusCall): BusFailure {
  const text = error instanceof Error ? error.message : String(error);
  if (isBusError(error)) {
    if (error.type === deniedError) {
      const message = `the bus does not let ${destination} be asked for ${member}: ${error.text}`;
      return { ok: false, error: { kind: 'absent', message } };
    }
    const absent = absentErrors.includes(error.type);
    return {
      ok: false,
      error: {
        kind: absent ? 'absent' : 'refused',
        message: absent ? `${destination} is not there` : error.text,
      },
    };
  }
  if (error instanceof Silence) {
    return {
      ok: false,
      error: { kind: 'silent', message: `${destination} does not answer ${member}: ${text}` },
    };
  }
  return { ok: false, error: { kind: 'absent', message: `the system bus cannot be reached: ${text}` } };
}

/** What a reply holds, without D-Bus's own types: variants are opened, 64-bit numbers become numbers. */
export function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if ('signature' in value && 'value' in value) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
