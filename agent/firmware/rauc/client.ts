import { failure, type Problem, type Result, success } from '../../../protocol/index.ts';
import { type Bus, type BusFailure, type BusResult, plain } from './bus.ts';
import { problemOf } from './problems.ts';
import {
  readInspection,
  readProperties,
  readSlots,
  readText,
  readTexts,
  type Slot,
  slotsOf,
} from './replies.ts';

/** RAUC as it is now. */
export interface RaucStatus {
  compatible: string;
  /** Version of the system that runs, where RAUC knows it apart from the slots. */
  systemVersion: string | null;
  installing: boolean;
  lastError: string;
  slots: Slot[];
}

/** What a bundle says of itself once its signature was accepted. */
export interface Inspection {
  compatible: string;
  version: string;
  /** `null` where this RAUC does not tell it (before 1.10). */
  manifestHash: string | null;
}

export interface InstallRequest {
  /** Path of a bundle, or the URL of one that is streamed. */
  source: string;
  manifestHash: string | null;
  tls?: { cert: string; key: string; ca: string };
  signal: AbortSignal;
  onProgress(share: number): void;
}

export type RaucState = 'ready' | 'absent' | 'silent';

/** RAUC over D-Bus (RAUC reference, D-Bus API). Nothing here throws, and every call ends by its deadline. */
export interface Rauc {
  /** How the last call went; `ready` before the first. */
  state(): RaucState;
  status(): Promise<Result<RaucStatus>>;
  inspect(source: string, tls?: InstallRequest['tls']): Promise<Result<Inspection>>;
  /**
   * Waits for an installation that goes on already: one begun before this process, or by a technician. What came
   * of it says nothing, for only what is begun here is known to be the right bundle.
   */
  whenIdle(signal: AbortSignal): Promise<Result<null>>;
  /** Installs a bundle, to the end. */
  install(request: InstallRequest): Promise<Result<null>>;
  mark(state: 'good' | 'bad' | 'active', slot: 'booted' | 'other'): Promise<Result<string>>;
  primary(): Promise<Result<string>>;
}

export interface RaucOptions {
  bus: Bus;
  /** Milliseconds between two looks at an installation. */
  interval: number;
  /** Looks at an installation in a row that may stay without answer. */
  patience: number;
  /** Milliseconds without any progress after which an installation is taken for hung, and RAUC is started again. */
  standstill: number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  onState(state: RaucState, message: string): void;
}

const service = { destination: 'de.pengutronix.rauc', path: '/' };
const installer = 'de.pengutronix.rauc.Installer';

export function createRauc(options: RaucOptions): Rauc {
  const { bus, sleep } = options;
  let state: RaucState | undefined;

  const call = async (member: string, signature = '', body: unknown[] = [], of = installer) => {
    const reply = await bus.call({ ...service, interface: of, member, signature, body });
    const now = reply.ok || reply.error.kind === 'refused' ? 'ready' : reply.error.kind;
    if (now !== state || now !== 'ready') options.onState(now, reply.ok ? '' : reply.error.message);
    state = now;
    return reply;
  };
  const ask = async <Value>(
    reply: Promise<BusResult>,
    read: (value: unknown) => Result<Value>,
  ): Promise<Result<Value>> => {
    const answered = await reply;
    if (!answered.ok) return { ok: false, error: broken(answered) };
    const value = read(plain(answered.value));
    return value.ok ? value : failure('internal', `RAUC answers in an unknown form: ${value.error.message}`);
  };
  const properties = () =>
    ask(call('GetAll', 's', [installer], 'org.freedesktop.DBus.Properties'), readProperties);

  const status = async (): Promise<Result<RaucStatus>> => {
    const known = await properties();
    if (!known.ok) return known;
    const listed = await ask(call('GetSlotStatus'), readSlots);
    if (!listed.ok) return listed;
    const { Compatible, SystemVersion, Operation, LastError } = known.value[0];
    return success({
      compatible: Compatible,
      systemVersion: SystemVersion || null,
      installing: Operation === 'installing',
      lastError: LastError,
      slots: slotsOf(listed.value[0]),
    });
  };

  /** The unique name of the process behind RAUC's name: another one after it was started again. */
  const owner = async (): Promise<string | null> => {
    const named = await bus.call({
      destination: 'org.freedesktop.DBus',
      path: '/org/freedesktop/DBus',
      interface: 'org.freedesktop.DBus',
      member: 'GetNameOwner',
      signature: 's',
      body: [service.destination],
    });
    return named.ok && typeof named.value[0] === 'string' ? named.value[0] : null;
  };

  /** Nothing but its end makes RAUC stop an installation. */
  const restart = async (hung: number): Promise<Result<null>> => {
    const restarted = await bus.call({
      destination: 'org.freedesktop.systemd1',
      path: '/org/freedesktop/systemd1',
      interface: 'org.freedesktop.systemd1.Manager',
      member: 'RestartUnit',
      signature: 'ss',
      body: ['rauc.service', 'replace'],
    });
    const what = restarted.ok ? 'it was started again' : `it goes on: ${restarted.error.message}`;
    return failure('unavailable', `RAUC got no further for ${Math.round(hung / 60_000)} min; ${what}`);
  };

  const follow = async (
    request: Pick<InstallRequest, 'signal' | 'onProgress'>,
    first: string | null,
  ): Promise<Result<null>> => {
    let wake = new AbortController();
    const watched = await bus.watch({ path: '/', interface: installer, member: 'Completed' }, () =>
      wake.abort(),
    );
    let unanswered = 0;
    const still = standing(options.interval);
    try {
      for (;;) {
        const now = await properties();
        if (request.signal.aborted) return failure('unavailable', 'interrupted');
        if (now.ok) {
          unanswered = 0;
          const { Operation, LastError, Progress } = now.value[0];
          if (Operation !== 'installing') {
            if ((await owner()) !== first) {
              return failure('unavailable', 'RAUC was started again in the middle of the installation');
            }
            return LastError === '' ? success(null) : { ok: false, error: problemOf(LastError) };
          }
          request.onProgress(Math.min(1, Math.max(0, Progress[0] / 100)));
          const hung = still(Progress);
          if (hung >= options.standstill) return restart(hung);
        } else {
          unanswered += 1;
          if (unanswered >= options.patience) return now;
        }
        wake = new AbortController();
        await sleep(options.interval, AbortSignal.any([request.signal, wake.signal]));
      }
    } finally {
      if (watched.ok) watched.value();
    }
  };

  return {
    state: () => state ?? 'ready',
    status,
    inspect: async (source, tls) => {
      const args = await accessOf(tls);
      const told = await ask(call('InspectBundle', 'sa{sv}', [source, args]), readInspection);
      if (told.ok) {
        const { update, 'manifest-hash': manifestHash } = told.value[0];
        const { compatible, version = '' } = update;
        return success({ compatible, version, manifestHash: manifestHash ?? null });
      }
      if (!isUnknownMethod(told.error)) return told;
      // RAUC before 1.9.
      const info = await ask(call('Info', 's', [source]), readTexts);
      if (!info.ok) return info;
      return success({ compatible: info.value[0], version: info.value[1], manifestHash: null });
    },
    whenIdle: async (signal) => {
      const running = await properties();
      if (!running.ok) return running;
      if (running.value[0].Operation !== 'installing') return success(null);
      const ended = await follow({ signal, onProgress: () => undefined }, await owner());
      return ended.ok || (ended.error.code !== 'unavailable' && !signal.aborted) ? success(null) : ended;
    },
    install: async (request) => {
      const before = await owner();
      const access = await accessOf(request.tls);
      const start = (args: Record<string, unknown>) =>
        call('InstallBundle', 'sa{sv}', [request.source, args]);
      const pinned = request.manifestHash;
      let begun = await start(
        pinned === null ? access : { ...access, 'require-manifest-hash': await variant(pinned) },
      );
      // RAUC before 1.16 knows no such argument and says so before it begins.
      if (pinned !== null && isUnsupportedKey(begun)) begun = await start(access);
      if (!begun.ok) return { ok: false, error: broken(begun) };
      return follow(request, before ?? (await owner()));
    },
    mark: async (wanted, slot) => {
      const marked = await ask(call('Mark', 'ss', [wanted, slot]), readTexts);
      return marked.ok ? success(marked.value[0]) : marked;
    },
    primary: async () => {
      const told = await ask(call('GetPrimary'), readText);
      return told.ok ? success(told.value[0]) : told;
    },
  };
}

/** Tells for how many milliseconds what it is asked about has stayed the same, where it is asked at an interval. */
function standing(interval: number): (what: unknown) => number {
  let former = '';
  let since = 0;
  return (what) => {
    const now = JSON.stringify(what);
    since = now === former ? since + interval : 0;
    former = now;
    return since;
  };
}

async function accessOf(tls: InstallRequest['tls']): Promise<Record<string, unknown>> {
  if (!tls) return {};
  return {
    'tls-cert': await variant(tls.cert),
    'tls-key': await variant(tls.key),
    'tls-ca': await variant(tls.ca),
  };
}

async function variant(text: string): Promise<unknown> {
  const { Variant } = await import('@jellybrick/dbus-next');
  return new Variant('s', text);
}

function broken({ error }: BusFailure): Problem {
  return error.kind === 'refused'
    ? problemOf(error.message)
    : { code: 'unavailable', message: error.message };
}

function isUnsupportedKey(reply: BusResult): boolean {
  return (
    !reply.ok &&
    reply.error.kind === 'refused' &&
    /unsupported key: require-manifest-hash/i.test(reply.error.message)
  );
}

function isUnknownMethod({ message }: Problem): boolean {
  return /no such method|unknown ?method|does not exist/i.test(message);
}
