import { TLSSocket } from 'node:tls';
import type { TotemId } from '../../protocol/index.ts';

/**
 * Who is at the other end of a mutual TLS connection: the common name of its certificate, which the hub's
 * authority issued. `undefined` without a certificate or with one that did not pass verification. Whether that
 * totem is still admitted is for identity to say.
 */
export function totemOfPeer(socket: unknown): TotemId | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const name = socket.getPeerCertificate().subject?.CN;
  return typeof name === 'string' ? name : undefined;
}
