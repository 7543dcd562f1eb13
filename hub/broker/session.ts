import type { TLSSocket } from 'node:tls';
import type { AedesOptions, Client } from 'aedes';
import { type TotemId, TotemId as TotemIdSchema, validatorOf } from '../../protocol/index.ts';
import type { Identity } from '../identity/index.ts';
import type { Refusals } from './refusals.ts';
import { maySubscribe, publishableChannel } from './rules.ts';

/** A reader that is this far behind is cut off; what it missed it asks for with its next hello. */
const maximumBacklogBytes = 256 * 1024;
/** Totems send at least this often, so that one whose power was cut is noticed. */
const maximumKeepaliveSeconds = 300;

const checkTotemId = validatorOf(TotemIdSchema);

/** A connection whose certificate was verified. The name is read once: a socket that was ended knows it no more. */
export interface Peer {
  socket: TLSSocket;
  /** Whom the certificate names; `undefined` when that is no id of a totem. */
  totem: TotemId | undefined;
}

export function peerOf(socket: TLSSocket): Peer {
  const name = checkTotemId(socket.getPeerCertificate()?.subject?.CN);
  return { socket, totem: name.ok ? name.value : undefined };
}

/** Ends of a connection that are nobody's mistake, or that were counted where they were decided. */
const otherEnds = new Set([
  'forbidden',
  'name_mismatch',
  'revoked',
  'drain timeout',
  'keep alive timeout',
  'connection closed',
]);

/** Whether a connection ended over bytes that are no MQTT. Errors of the network carry a code. */
export function isProtocolError(error: Error): boolean {
  return !('code' in error) && !otherEnds.has(error.message);
}

export interface SessionRules {
  identity: Pick<Identity, 'isRevoked'>;
  refusals: Refusals;
  peerOf(client: Client): Peer | undefined;
}

/**
 * Who may connect, publish, subscribe and be sent what. The defects of aedes 1.2 that the settings cure:
 * - one subscriber that stops reading holds up every other one, for `drainTimeout` or until the queue of
 *   `concurrency` is free: no limit on concurrency, a short timeout, and a cap on what waits in one socket;
 * - a denied subscription that came together with an allowed one is stored and delivers after a reconnect: no
 *   session outlives its connection, and the rule is applied again to each message that is forwarded;
 * - every subscribe reads all retained messages, and a fixed `id` overwrites queued messages after a restart:
 *   nothing is retained, and `id` is left unset.
 */
export function sessionOptions(rules: SessionRules): AedesOptions {
  const { identity, refusals, peerOf } = rules;

  function refusedConnect(returnCode: number, reason: string, totem?: TotemId) {
    refusals.connection(reason, totem);
    return Object.assign(new Error(reason), { returnCode });
  }

  return {
    concurrency: 0,
    drainTimeout: 5000,
    connectTimeout: 10_000,
    keepaliveLimit: maximumKeepaliveSeconds,

    preConnect(_client, packet, done) {
      packet.clean = true;
      done(null, true);
    },

    authenticate(client, _username, _password, done) {
      const totem = peerOf(client)?.totem;
      if (totem === undefined || totem !== client.id) {
        return done(refusedConnect(2, 'name_mismatch', totem), false);
      }
      if (identity.isRevoked(totem)) return done(refusedConnect(5, 'revoked', totem), false);
      done(null, true);
    },

    authorizePublish(client, packet, done) {
      if (!client) return done(new Error('only totems publish'));
      const channel = publishableChannel(client.id, packet.topic);
      if (channel === undefined || packet.qos === 2) {
        refusals.message(client.id, channel ?? 'none', channel === undefined ? 'forbidden' : 'quality');
        return done(new Error('forbidden'));
      }
      packet.retain = false;
      done(null);
    },

    authorizeSubscribe(client, subscription, done) {
      if (maySubscribe(client.id, subscription.topic)) return done(null, subscription);
      refusals.message(client.id, 'none', 'subscription');
      done(null, null);
    },

    authorizeForward(client, packet) {
      const socket = peerOf(client)?.socket;
      if (!socket || !maySubscribe(client.id, packet.topic)) return null;
      if (socket.writableLength > maximumBacklogBytes) {
        refusals.connection('stalled', client.id);
        socket.destroy();
        return null;
      }
      return packet;
    },
  };
}
