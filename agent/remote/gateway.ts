import { Agent, request as httpsRequest } from 'node:https';
import { maximumCallPictureBytes } from '../../protocol/calls/share.ts';
import { failure, type Result, success, type TextMessageRequest } from '../../protocol/index.ts';

/** The hub's gateway as an enrolled totem uses it: pictures of the screen go up, and links for citizens' phones. */
export interface Gateway {
  /** The answer to a screenshot command. */
  putPicture(commandId: string, jpeg: Buffer): Promise<Result<null>>;
  /** One frame of the live view; `conflict` where nobody looks any more. */
  postFrame(jpeg: Buffer): Promise<Result<null>>;
  /** A link for a citizen's phone. `too_many_requests` and `invalid` are the hub's own words. */
  sendText(request: TextMessageRequest): Promise<Result<null>>;
  /** A picture that an operator shows in a call of this totem. */
  getCallPicture(call: string, sha256: string): Promise<Result<Buffer>>;
  close(): void;
}

const patience = 20_000;

/** @param base `https://host:port` */
export function openGateway(base: string, tls: { key: string; cert: string; ca: string }): Gateway {
  const agent = new Agent({ ...tls, keepAlive: true, maxSockets: 2 });

  const upload = (
    method: 'PUT' | 'POST',
    path: string,
    body: Buffer,
    type = 'image/jpeg',
  ): Promise<Result<null>> =>
    new Promise((resolve) => {
      const request = httpsRequest(
        new URL(path, base),
        {
          method,
          agent,
          headers: { 'content-type': type, 'content-length': body.length },
          signal: AbortSignal.timeout(patience),
        },
        (response) => {
          response.resume();
          response.on('error', (error) => resolve(failure('unavailable', error.message)));
          response.on('end', () => resolve(resultOf(response.statusCode ?? 0)));
        },
      );
      request.on('error', (error) => resolve(failure('unavailable', `the gateway: ${error.message}`)));
      request.end(body);
    });

  const getCallPicture = (call: string, sha256: string): Promise<Result<Buffer>> =>
    new Promise((resolve) => {
      const lost = (error: Error) => resolve(failure('unavailable', `the gateway: ${error.message}`));
      const path = `/v1/calls/${call}/pictures/${sha256}`;
      const request = httpsRequest(
        new URL(path, base),
        { agent, signal: AbortSignal.timeout(patience) },
        (response) => {
          const chunks: Buffer[] = [];
          let bytes = 0;
          response.on('error', lost);
          response.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
            chunks.push(chunk);
            if (bytes > maximumCallPictureBytes) response.destroy(new Error('the picture is too large'));
          });
          response.on('end', () => {
            const result = resultOf(response.statusCode ?? 0);
            resolve(result.ok ? success(Buffer.concat(chunks)) : result);
          });
        },
      );
      request.on('error', lost);
      request.end();
    });

  return {
    putPicture: (commandId, jpeg) => upload('PUT', `/v1/pictures/${commandId}`, jpeg),
    postFrame: (jpeg) => upload('POST', '/v1/frames', jpeg),
    sendText: (request) =>
      upload('POST', '/v1/text-messages', Buffer.from(JSON.stringify(request)), 'application/json'),
    getCallPicture,
    close: () => agent.destroy(),
  };
}

function resultOf(status: number): Result<null> {
  if (status >= 200 && status < 300) return success(null);
  if (status === 404) return failure('not_found', 'the hub has no such picture for this totem');
  if (status === 400) return failure('invalid', 'the hub does not take this');
  if (status === 429) return failure('too_many_requests', 'the hub takes no more of these for now');
  if (status === 409) return failure('conflict', 'nobody looks at this totem');
  if (status === 413) return failure('too_large', 'the picture is too large for the hub');
  if (status === 401 || status === 403) return failure('forbidden', 'the hub refuses this totem');
  return failure('unavailable', `the gateway answered with status ${status}`);
}
