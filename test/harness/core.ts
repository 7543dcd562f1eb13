import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { ExecutionContext } from 'ava';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { generate, type Packet, parser } from 'mqtt-packet';
import { pino } from 'pino';
import { type Broker, startBroker } from '../../hub/broker/index.ts';
import { createEventStore, type EventStore } from '../../hub/events/index.ts';
import { type Fleet, startFleet } from '../../hub/fleet/index.ts';
import { startIdentity } from '../../hub/identity/index.ts';
import { createMetrics, type Metrics } from '../../hub/metrics/index.ts';
import { openStore, type Store } from '../../hub/store/index.ts';
import { decodeToken, type Hello } from '../../protocol/index.ts';
import { newRequest } from './totem.ts';
import { until } from './until.ts';

/** The hub's parts around the broker, in the test's own process. All of them real. */
export interface Core {
  folder: string;
  store: Store;
  identity: Awaited<ReturnType<typeof startIdentity>>;
  fleet: Fleet;
  events: EventStore;
  broker: Broker;
  metrics: Metrics;
  enrol(groups?: string[]): Promise<Enrolled>;
  stop(): Promise<void>;
}

export interface Enrolled {
  id: string;
  key: string;
  cert: string;
  ca: string;
}

export async function startCore(
  t: ExecutionContext,
  options: { folder?: string; now?: () => number } = {},
): Promise<Core> {
  const now = options.now ?? Date.now;
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'totem-core-')));
  if (options.folder === undefined) t.teardown(() => rm(folder, { recursive: true, force: true }));
  const log = pino({ level: 'silent' });
  const store = await openStore(join(folder, 'hub.sqlite'));
  const hostnames = ['127.0.0.1'];
  const identity = await startIdentity({ store, folder: join(folder, 'identity'), hostnames, log, now });
  const metrics = createMetrics();
  const fleet = await startFleet({ store, identity, metrics, log, now });
  const events = createEventStore({ store, metrics, log, now });
  const broker = await startBroker({
    listen: '127.0.0.1',
    port: 0,
    hostname: '127.0.0.1',
    identity,
    fleet,
    events,
    metrics,
    log,
    now,
  });
  fleet.onDesired(broker.publishDesired);
  identity.onEnrolled(fleet.adopt);
  identity.onRevoked(broker.disconnect);
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await broker.stop();
    await fleet.stop();
    identity.stop();
    await store.close();
  };
  const core: Core = {
    folder,
    store,
    identity,
    fleet,
    events,
    broker,
    metrics,
    enrol: (groups = []) => enrolIn(core, groups),
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
  t.teardown(core.stop);
  return core;
}

async function enrolIn({ identity, broker }: Core, groups: string[]): Promise<Enrolled> {
  const made = await identity.newToken({ groups }, 'https://127.0.0.1:1');
  if (!made.ok) throw new Error(made.error.message);
  const token = decodeToken(made.value.token);
  if (!token.ok) throw new Error(token.error.message);
  const { key, request } = await newRequest();
  const urls = { mqtt: broker.url, gateway: 'https://127.0.0.1:1', artifacts: 'https://127.0.0.1:2' };
  const enrolled = await identity.enrol({ secret: token.value.secret, request }, urls);
  if (!enrolled.ok) throw new Error(enrolled.error.message);
  const { totem: id, certificate: cert, authority: ca } = enrolled.value;
  return { id, key, cert, ca };
}

/** The `mqtt` client with a totem's certificate; does not come back by itself. */
export async function connectTotem(
  t: ExecutionContext,
  core: Pick<Core, 'broker'>,
  totem: Enrolled,
  options: IClientOptions = {},
): Promise<MqttClient> {
  const { key, cert, ca } = totem;
  const client = mqtt.connect(core.broker.url, {
    key,
    cert,
    ca,
    clientId: totem.id,
    reconnectPeriod: 0,
    ...options,
  });
  t.teardown(() => client.endAsync(true));
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
    client.once('close', () => reject(new Error('closed')));
  });
  client.on('error', () => undefined);
  return client;
}

/** A totem that writes its bytes by hand. */
export interface RawLink {
  socket: TLSSocket;
  packets: Packet[];
  send(packet: Packet): void;
  closed(): boolean;
  /** Waits for a packet that came in, and takes it out. */
  next(cmd: Packet['cmd']): Promise<Packet>;
}

export async function rawLink(
  t: ExecutionContext,
  core: Pick<Core, 'broker'>,
  totem: Pick<Enrolled, 'key' | 'cert' | 'ca'>,
): Promise<RawLink> {
  const { key, cert, ca } = totem;
  const socket = connectTls({ host: '127.0.0.1', port: core.broker.port, key, cert, ca });
  let closed = false;
  socket.on('close', () => {
    closed = true;
  });
  socket.on('error', () => undefined);
  t.teardown(() => void socket.destroy());
  const packets: Packet[] = [];
  const parse = parser();
  parse.on('packet', (packet) => packets.push(packet));
  socket.on('data', (chunk) => parse.parse(chunk));
  await once(socket, 'secureConnect');
  return {
    socket,
    packets,
    send: (packet) => void socket.write(generate(packet)),
    closed: () => closed,
    next: (cmd) =>
      until(`a ${cmd} packet`, () => {
        const at = packets.findIndex((packet) => packet.cmd === cmd);
        return at < 0 ? undefined : packets.splice(at, 1)[0];
      }),
  };
}

/** A hello of a totem that has nothing yet. */
export function helloOf(changes: Partial<Hello> = {}): Hello {
  return {
    protocol: 1,
    agent: '0.1.0',
    boot: '7b0c5f7e-7a57-4a3c-9d5c-0d8a44d7c001',
    revision: 0,
    outbox: '7b0c5f7e-7a57-4a3c-9d5c-0d8a44d7c002',
    acknowledged: 0,
    reported: {
      revision: 0,
      content: { state: 'idle', active: null, previous: null, target: null, progress: 0, problem: null },
      keyRing: 0,
    },
    ...changes,
  };
}

/** The sum over all label sets of one of the hub's counters, or of those that match. */
export async function counted(
  metrics: Metrics,
  name: string,
  labels: Record<string, string> = {},
): Promise<number> {
  const metric = await metrics.registry.getSingleMetric(name)?.get();
  return (metric?.values ?? [])
    .filter((value) => Object.entries(labels).every(([label, wanted]) => value.labels[label] === wanted))
    .reduce((sum, value) => sum + value.value, 0);
}
