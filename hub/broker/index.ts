import { Aedes, type Client } from 'aedes';
import type { Logger } from 'pino';
import {
  type DownwardChannel,
  failure,
  type PublicServices,
  type TotemId,
  topicOf,
} from '../../protocol/index.ts';
import type { Calls } from '../calls/index.ts';
import type { EventStore } from '../events/index.ts';
import type { Fleet } from '../fleet/index.ts';
import type { Identity } from '../identity/index.ts';
import type { Metrics } from '../metrics/index.ts';
import type { ServiceCodes } from '../service/index.ts';
import { createCommands } from './commands.ts';
import { intakeRoutes } from './intake.ts';
import { createPace } from './pace.ts';
import { refusalsOf } from './refusals.ts';
import { publishableChannel } from './rules.ts';
import { startTlsServer } from './server.ts';
import { isProtocolError, type Peer, sessionOptions } from './session.ts';
import type { Broker } from './types.ts';

export type * from './types.ts';

export interface BrokerOptions {
  /** Address to bind to, and the port; 0 takes a free one. */
  listen: string;
  port: number;
  /** The name that goes into `url`. */
  hostname: string;
  identity: Pick<Identity, 'serverTls' | 'onServerTls' | 'isRevoked'>;
  fleet: Pick<Fleet, 'hello' | 'presence' | 'reported' | 'health' | 'refused' | 'get'>;
  events: Pick<EventStore, 'ingest' | 'resume'>;
  /** What totems are told their service codes by. */
  service?: Pick<ServiceCodes, 'held' | 'keyOf'>;
  /** What citizens before a totem are offered, which is told after its hello. */
  services?: (totem: TotemId) => PublicServices;
  /** Who takes what totems say about calls. */
  calls?: Pick<Calls, 'fromTotem' | 'totemLink' | 'totemReady'>;
  metrics: Metrics;
  log: Logger;
  now: () => number;
}

const allowed = { perSecond: 100, burst: 1000 };

/** Starts the embedded MQTT broker. Rejects with the listener's error, such as EADDRINUSE. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { identity, fleet, events, metrics, log, now } = options;
  const peers = new WeakMap<object, Peer>();
  const current = new Map<TotemId, Client>();
  const commands = createCommands(now);
  const pace = createPace({ ...allowed, onSlowed: () => metrics.messagesSlowed.inc(), now });
  const refusals = refusalsOf(fleet, metrics, log, now);
  const aedes = await Aedes.createBroker(
    sessionOptions({ identity, refusals, peerOf: (client) => peers.get(client.conn) }),
  );

  function send<Value>(totem: TotemId, channel: DownwardChannel, message: Value): void {
    if (!current.has(totem)) return;
    const packet = {
      cmd: 'publish' as const,
      topic: topicOf(totem, channel),
      payload: JSON.stringify(message),
      qos: 1 as const,
      retain: false,
      dup: false,
    };
    aedes.publish(packet, (error) => {
      if (error) log.warn({ err: error, totem, channel }, 'message could not be sent');
    });
  }

  const { service, services } = options;
  const routes = intakeRoutes({
    fleet,
    events,
    service,
    services,
    commands,
    calls: options.calls,
    send,
    now,
  });

  // The callback is what lets the broker read on from this totem: one that sends faster than its messages are
  // taken is slowed down by its own connection.
  aedes.published = (packet, client, done) => {
    if (!client) return done(null);
    const channel = publishableChannel(client.id, packet.topic);
    if (channel === undefined) return done(null);
    // The last will of a connection that was taken over says nothing about the new one.
    const successor = current.get(client.id);
    if (channel === 'presence' && successor !== undefined && successor !== client) return done(null);
    routes[channel](client.id, Buffer.from(packet.payload))
      .then((problem) => {
        if (problem) refusals.message(client.id, channel, problem.code, problem.field);
        else metrics.messagesTaken.inc({ channel });
      })
      .catch((error) => log.error({ err: error, totem: client.id, channel }, 'message could not be taken'))
      .finally(() => pace.readOn(client.id, () => done(null)));
  };

  aedes.on('clientReady', (client) => {
    // Revoked while its connection was being accepted.
    if (identity.isRevoked(client.id)) return client.close();
    current.set(client.id, client);
    log.info({ totem: client.id }, 'totem connected');
    fleet.presence(client.id, true);
    options.calls?.totemLink(client.id, true);
  });
  aedes.on('clientDisconnect', (client) => {
    if (current.get(client.id) !== client) return;
    current.delete(client.id);
    refusals.forget(client.id);
    pace.forget(client.id);
    commands.gone(client.id);
    log.info({ totem: client.id }, 'totem disconnected');
    fleet.presence(client.id, false);
    options.calls?.totemLink(client.id, false);
  });
  aedes.on('clientError', (client, error) => brokenOff(client, error));
  aedes.on('connectionError', (client, error) => brokenOff(client, error));
  aedes.addListener('error', (error: Error) => log.error({ err: error }, 'broker error'));

  function brokenOff(client: Client, error: Error): void {
    const totem = peers.get(client.conn)?.totem;
    if (totem !== undefined && isProtocolError(error)) refusals.message(totem, 'none', 'protocol');
    log.debug({ totem, reason: error.message }, 'connection broken off');
  }

  const server = await startTlsServer({
    listen: options.listen,
    port: options.port,
    identity,
    refusals,
    accept(peer) {
      peers.set(peer.socket, peer);
      aedes.handle(peer.socket);
    },
  }).catch(async (error) => {
    await closed(aedes);
    throw error;
  });

  return {
    url: `mqtts://${options.hostname.includes(':') ? `[${options.hostname}]` : options.hostname}:${server.port}`,
    port: server.port,
    connected: (id) => current.has(id),
    async command(id, name, args, timeoutMs) {
      if (!current.has(id)) return failure('offline', 'the totem is not connected');
      return commands.send(id, name, args, timeoutMs, (command) => send(id, 'command', command));
    },
    pendingCommand: commands.pending,
    publishDesired(id) {
      const totem = fleet.get(id);
      if (totem) send(id, 'desired', totem.desired);
    },
    publishServiceKey: (id, key) => send(id, 'service', key),
    publishServices: (id, offered) => send(id, 'public', offered),
    publishCallNotice: (id, notice) => send(id, 'called', notice),
    disconnect: (id) => current.get(id)?.close(),
    async stop() {
      commands.stop();
      pace.stop();
      await closed(aedes);
      await server.stop();
    },
  };
}

function closed(aedes: Aedes): Promise<void> {
  return new Promise((resolve) => aedes.close(() => resolve()));
}
