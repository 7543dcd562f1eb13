import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { pino } from 'pino';
import { type Calls, type Opens, openCalls } from '../../../hub/calls/index.ts';
import { createAudit } from '../../../hub/events/index.ts';
import { openStore, type Store } from '../../../hub/store/index.ts';
import {
  CallConfiguration,
  CallNotice,
  type CallRequest,
  DeskNotice,
} from '../../../protocol/calls/index.ts';
import { failure, success, validatorOf } from '../../../protocol/index.ts';

const checkConfiguration = validatorOf(CallConfiguration);
const checkNotice = validatorOf(CallNotice);
const checkDeskNotice = validatorOf(DeskNotice);

export interface Setting {
  calls: Calls;
  store: Store;
  /** Folder of all that the centre keeps. */
  folder: string;
  /** What each address was told. */
  told(address: string): CallNotice[];
  hours: Map<string, Opens>;
  clock: { now: number };
  /** Stops the centre and opens another on the same store, as a hub that starts again. */
  again(): Promise<Calls>;
  /** Opens another beside it, as after a kill -9: the first had no time to write anything down. */
  killed(): Promise<Calls>;
}

/** A call centre on a store of its own, with time in hand. */
export async function open(t: ExecutionContext, more: object = {}): Promise<Setting> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-calls-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'secret'), 'a secret\n');
  const turn = { urls: ['turn:127.0.0.1:3478'], secretFile: join(folder, 'secret') };
  const configuration = checkConfiguration({ loopback: true, ice: { turn }, ...more });
  if (!configuration.ok) throw new Error(configuration.error.message);
  const store = await openStore(join(folder, 'hub.sqlite'));
  t.teardown(store.close);
  const told: { address: string; notice: CallNotice }[] = [];
  const hours = new Map<string, Opens>([['urp', undefined]]);
  const clock = { now: Date.parse('2026-11-25T10:00:00Z') };
  const start = () =>
    openCalls({
      configuration: configuration.value,
      store,
      folder: join(folder, 'calls'),
      audit: createAudit({ store, now: () => clock.now }),
      hours: {
        opens: async (office) =>
          hours.has(office) ? success(hours.get(office)) : failure('not_found', 'there is no such office'),
      },
      sendToTotem: (totem, notice) => {
        const valid = checkNotice(JSON.parse(JSON.stringify(notice)));
        t.true(valid.ok, valid.ok ? '' : `${valid.error.field} ${valid.error.message}`);
        told.push({ address: totem, notice });
      },
      placeOf: (totem) => `Atrio di ${totem}`,
      now: () => clock.now,
      log: pino({ level: 'silent' }),
    });
  let calls = await start();
  t.teardown(() => calls.stop());
  return {
    get calls() {
      return calls;
    },
    store,
    folder,
    told: (address) => told.filter((each) => each.address === address).map(({ notice }) => notice),
    hours,
    clock,
    again: async () => {
      await calls.stop();
      calls = await start();
      return calls;
    },
    killed: async () => {
      const dead = calls;
      calls = await start();
      t.teardown(() => dead.stop());
      return calls;
    },
  };
}

/** An operator at a desk, with what the desk was told. */
export async function desk(
  t: ExecutionContext,
  calls: Calls,
  name: string,
  supervisor = false,
  offices: readonly string[] | null = null,
) {
  const told: (DeskNotice | CallNotice)[] = [];
  let closed = false;
  const session = await calls.desks.open(
    { name, supervisor, offices },
    {
      send: (message) => {
        const plain = JSON.parse(JSON.stringify(message));
        t.true(checkDeskNotice(plain).ok || checkNotice(plain).ok, JSON.stringify(plain));
        told.push(message);
      },
      close: () => {
        closed = true;
      },
    },
  );
  const last = () => told.flatMap((each) => (each.type === 'desk' ? [each] : [])).at(-1);
  return { ...session, told, last, isClosed: () => closed };
}

export const ask = (more: object = {}): Extract<CallRequest, { type: 'ask' }> => ({
  type: 'ask',
  call: randomUUID(),
  wish: {
    office: 'urp',
    subject: 'carta-identita',
    language: 'it',
    signLanguage: false,
    mode: 'video',
    seen: true,
    ...more,
  },
});
