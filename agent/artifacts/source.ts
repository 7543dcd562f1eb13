import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest, type RequestOptions } from 'node:https';
import { failure, type Result, success } from '../../protocol/index.ts';

/** Bytes of one artifact from `offset` on; `offset` is 0 where the server does not resume. */
export interface ArtifactStream {
  offset: number;
  body: AsyncIterable<Uint8Array>;
}

/** Where artifacts come from. */
export interface ArtifactSource {
  /**
   * Asks for the bytes of an artifact from `offset` on. `hash_mismatch` where the server's artifact is
   * shorter than that, `not_found` where it has none.
   */
  get(sha256: string, offset: number, signal: AbortSignal): Promise<Result<ArtifactStream>>;
  close(): void;
}

/** Milliseconds without a byte after which a transfer is given up and resumed by the next attempt. */
const idlePatience = 30_000;

/**
 * The hub's artifact server over mutual TLS. Node's own client, because the agent has it loaded anyway and
 * memory is short on a totem.
 *
 * @param base `https://host:port`
 */
export function httpsArtifacts(base: string, tls: { key: string; cert: string; ca: string }): ArtifactSource {
  const agent = new Agent({ ...tls, keepAlive: true, maxSockets: 2 });
  return {
    get: async (sha256, offset, signal) => {
      const options: RequestOptions = {
        agent,
        signal,
        headers: offset > 0 ? { range: `bytes=${offset}-` } : {},
      };
      const response = await get(new URL(`/v1/artifacts/${sha256}`, base), options);
      return response.ok ? accept(response.value, offset) : response;
    },
    close: () => agent.destroy(),
  };
}

function get(url: URL, options: RequestOptions): Promise<Result<IncomingMessage>> {
  return new Promise((resolve) => {
    const request = httpsRequest(url, options, (response) => resolve(success(response)));
    request.setTimeout(idlePatience, () => request.destroy(new Error('no byte came for too long')));
    request.on('error', (error) => resolve(failure('unavailable', `${url.origin}: ${error.message}`)));
    request.end();
  });
}

function accept(response: IncomingMessage, wanted: number): Result<ArtifactStream> {
  const { statusCode } = response;
  if (statusCode === 200) return success({ offset: 0, body: response });
  if (statusCode === 206) {
    const first = /^bytes (\d+)-/.exec(response.headers['content-range'] ?? '')?.[1];
    if (Number(first) === wanted) return success({ offset: wanted, body: response });
  }
  response.resume();
  if (statusCode === 416) return failure('hash_mismatch', 'the artifact is shorter than what is here');
  if (statusCode === 404) return failure('not_found', 'the hub does not have this artifact');
  if (statusCode === 401 || statusCode === 403) return failure('forbidden', 'the hub refuses this totem');
  return failure('unavailable', `the artifact server answered with status ${statusCode}`);
}

/** For a totem that belongs to no hub. */
export function noArtifacts(): ArtifactSource {
  return {
    get: async () => failure('unavailable', 'this totem is not enrolled'),
    close: () => undefined,
  };
}
