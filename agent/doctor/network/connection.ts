import { connect as connectTcp } from 'node:net';
import { connect as connectTls, type PeerCertificate } from 'node:tls';
import type { CheckContext } from '../check.ts';
import { type Hub, type Step, serverNameOf, type Target } from './target.ts';

const patience = 8000;
const day = 86_400_000;

/** Days before the end of the hub's certificate from which it is told. The hub renews its own well before. */
const soon = 14;

/** Whether the hub's MQTT port can be reached at all. */
export const port: Step = async (context, { mqtt }) => {
  const began = performance.now();
  const error = await reach(mqtt, context.signal);
  if (error === null) {
    context.find('network.port_open', { ...mqtt, milliseconds: performance.now() - began });
    return true;
  }
  if (error.code === 'ECONNREFUSED') context.find('network.port_refused', { ...mqtt });
  else context.find('network.port_silent', { ...mqtt, reason: error.message });
  return false;
};

function reach({ host, port: number }: Target, signal: AbortSignal): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const socket = connectTcp({ host, port: number, signal });
    const settle = (error: NodeJS.ErrnoException | null) => {
      socket.destroy();
      resolve(error);
    };
    socket.setTimeout(patience, () => settle(new Error(`no answer in ${patience / 1000} s`)));
    socket.once('connect', () => settle(null));
    socket.on('error', settle);
  });
}

/** Whether what answers there is the hub: its chain ends at the hub's authority, its name and its days are right. */
export const tls: Step = async (context, hub) => {
  const seen = await handshake(hub, context.signal);
  if ('error' in seen) {
    context.find('network.tls_failed', { ...hub.mqtt, reason: seen.error });
    return false;
  }
  return judge(context, hub.mqtt, seen);
};

interface Handshake {
  /** OpenSSL's or Node's code; empty where the chain, the days and the name are right. */
  problem: string;
  protocol: string;
  certificate: PeerCertificate;
}

function handshake({ mqtt, credentials }: Hub, signal: AbortSignal): Promise<Handshake | { error: string }> {
  const { key, cert, ca } = credentials;
  return new Promise((resolve) => {
    // Nothing but the handshake is exchanged: what is wrong with the other side is what is wanted here.
    const socket = connectTls({
      ...mqtt,
      ...serverNameOf(mqtt.host),
      key,
      cert,
      ca,
      rejectUnauthorized: false,
    });
    const settle = (result: Handshake | { error: string }) => {
      signal.removeEventListener('abort', cancel);
      socket.destroy();
      resolve(result);
    };
    const cancel = () => settle({ error: 'cancelled' });
    signal.addEventListener('abort', cancel, { once: true });
    socket.setTimeout(patience, () => settle({ error: `no answer in ${patience / 1000} s` }));
    socket.on('error', (error) => settle({ error: error.message }));
    socket.once('secureConnect', () => {
      const refusal: unknown = socket.authorizationError;
      const problem =
        refusal instanceof Error
          ? 'code' in refusal
            ? String(refusal.code)
            : refusal.message
          : String(refusal ?? '');
      settle({
        problem: socket.authorized ? '' : problem,
        protocol: socket.getProtocol() ?? 'TLS',
        certificate: socket.getPeerCertificate(),
      });
    });
    socket.once('close', () => settle({ error: 'the other side hung up' }));
  });
}

function judge(
  context: CheckContext,
  target: Target,
  { problem, protocol, certificate }: Handshake,
): boolean {
  const now = context.parts.now();
  const begins = dayOf(certificate.valid_from);
  const expires = dayOf(certificate.valid_to);
  if (problem === '') {
    context.find('network.tls_trusted', { protocol, expires });
    const days = Math.floor((Date.parse(certificate.valid_to) - now) / day);
    if (days < soon) context.find('network.tls_expiring', { days });
    return true;
  }
  if (problem === 'CERT_HAS_EXPIRED' || problem === 'CERT_NOT_YET_VALID') {
    context.find('network.tls_expired', { begins, expires, now: new Date(now).toISOString() });
  } else if (problem.includes('ALTNAME')) {
    const names = (certificate.subjectaltname ?? '').replaceAll('DNS:', '').replaceAll('IP Address:', '');
    context.find('network.tls_wrong_name', { host: target.host, names: names || 'no name' });
  } else {
    const issuer = named(certificate.issuer);
    context.find('network.tls_untrusted', { ...target, reason: problem, issuer });
  }
  return false;
}

function named(of: PeerCertificate['issuer'] | undefined): string {
  const name = of?.CN ?? of?.O;
  return [name].flat().join(', ') || 'nobody who says a name';
}

function dayOf(moment: string): string {
  const time = Date.parse(moment);
  return Number.isNaN(time) ? 'an unknown day' : new Date(time).toISOString().slice(0, 10);
}
