import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { failure, type Result, success } from '../../../protocol/index.ts';
import { type Credentials, type Hub, type Step, serverNameOf, type Target } from './target.ts';

const patience = 10_000;
/** Milliseconds and bytes after which a measurement has told enough. */
const measuredFor = 3000;
const measuredBytes = 8 * 1024 * 1024;
/** Below this, content of 200 MB takes more than a quarter of an hour. */
const slow = 2;

/** Whether the gateway and the artifact server answer, and how fast the line is. */
export const http: Step = async (context, hub) => {
  const began = performance.now();
  // The address of enrolments only takes POST: what the hub says to a GET proves that the hub itself answered.
  const gateway = await ask(hub.gateway, '/v1/enrolments', hub.credentials, context.signal);
  const service = 'The gateway';
  if (!gateway.ok) {
    context.find('network.http_failed', { service, ...hub.gateway, reason: gateway.error.message });
    return false;
  }
  gateway.value.resume();
  const type = gateway.value.headers['content-type'] ?? '';
  if (!type.startsWith('application/json')) {
    const reason = `status ${gateway.value.statusCode}, ${type || 'no type'}: something else answers`;
    context.find('network.http_failed', { service, ...hub.gateway, reason });
    return false;
  }
  context.find('network.http_answers', { service, ...hub.gateway, milliseconds: performance.now() - began });
  return true;
};

export const throughput: Step = async (context, { artifacts, credentials }) => {
  const service = 'The artifact server';
  const began = performance.now();
  const answer = await ask(artifacts, '/v1/measure', credentials, context.signal);
  if (!answer.ok) {
    context.find('network.http_failed', { service, ...artifacts, reason: answer.error.message });
    return false;
  }
  const response = answer.value;
  if (response.statusCode === 403) {
    response.destroy();
    context.find('network.certificate_refused', {
      reason: 'the artifact server answers that it is not admitted',
    });
    return false;
  }
  context.find('network.http_answers', { service, ...artifacts, milliseconds: performance.now() - began });
  if (response.statusCode !== 200) {
    response.destroy();
    context.find('network.throughput_unknown', {
      reason: `the hub answered with status ${response.statusCode}`,
    });
    return true;
  }
  const { bytes, seconds } = await measure(response);
  const megabits = (bytes * 8) / 1e6 / Math.max(seconds, 0.001);
  const found = { megabits, kilobytes: bytes / 1000 };
  context.find(megabits < slow ? 'network.throughput_low' : 'network.throughput', found);
  return true;
};

async function measure(response: IncomingMessage): Promise<{ bytes: number; seconds: number }> {
  const began = performance.now();
  const end = setTimeout(() => response.destroy(), measuredFor);
  let bytes = 0;
  try {
    for await (const chunk of response) {
      bytes += Buffer.isBuffer(chunk) ? chunk.length : 0;
      if (bytes >= measuredBytes) break;
    }
  } catch {
    // Cut off by the timer or by the line: what came until then was measured.
  } finally {
    clearTimeout(end);
    response.destroy();
  }
  return { bytes, seconds: (performance.now() - began) / 1000 };
}

/** A GET with the totem's certificate, on a connection of its own. */
export function ask(
  { host, port }: Target,
  path: string,
  { key, cert, ca }: Credentials,
  signal: AbortSignal,
): Promise<Result<IncomingMessage>> {
  return new Promise((resolve) => {
    const options = { host, port, path, key, cert, ca, ...serverNameOf(host), agent: false, signal } as const;
    const request = httpsRequest(options, (response) => resolve(success(response)));
    request.setTimeout(patience, () => request.destroy(new Error(`no answer in ${patience / 1000} s`)));
    request.on('error', (error) => resolve(failure('unavailable', error.message)));
    request.end();
  });
}

/**
 * What the hub's clock says, in milliseconds, to the second (the Date field of RFC 9110, section 6.6.1). The days in
 * the certificate are not minded here, because the clock of this totem may be what is wrong; its authority is.
 */
export function hubTime({ gateway, credentials }: Hub, signal: AbortSignal): Promise<number | null> {
  const { key, cert, ca } = credentials;
  const { host, port } = gateway;
  return new Promise((resolve) => {
    const tls = { key, cert, ca, ...serverNameOf(host), rejectUnauthorized: false };
    const request = httpsRequest({ host, port, path: '/v1/enrolments', ...tls, agent: false, signal });
    request.setTimeout(patience, () => request.destroy());
    request.on('error', () => resolve(null));
    request.once('response', (response) => {
      response.resume();
      const date = Date.parse(response.headers.date ?? '');
      resolve(Number.isNaN(date) ? null : date);
    });
    request.once('socket', (socket) => {
      socket.once('secureConnect', () => {
        const refusal: unknown = 'authorizationError' in socket ? socket.authorizationError : undefined;
        const code =
          refusal instanceof Error && 'code' in refusal ? String(refusal.code) : String(refusal ?? '');
        const onlyDays = ['', 'null', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'].includes(code);
        if (!onlyDays) request.destroy(new Error('not our hub'));
      });
    });
    request.end();
  });
}
