import { Agent, request as httpsRequest } from 'node:https';
import { failure, type Result, success } from '../../protocol/index.ts';

/** The hub's gateway as an enrolled totem uses it: pictures of the screen go up. */
export interface Gateway {
  /** The answer to a screenshot command. */
  putPicture(commandId: string, jpeg: Buffer): Promise<Result<null>>;
  /** One frame of the live view; `conflict` where nobody looks any more. */
  postFrame(jpeg: Buffer): Promise<Result<null>>;
  close(): void;
}

const patience = 20_000;

/** @param base `https://host:port` */
export function openGateway(base: string, tls: { key: string; cert: string; ca: string }): Gateway {
  const agent = new Agent({ ...tls, keepAlive: true, maxSockets: 2 });

  const upload = (method: 'PUT' | 'POST', path: string, jpeg: Buffer): Promise<Result<null>> =>
    new Promise((resolve) => {
      const request = httpsRequest(
        new URL(path, base),
        {
          method,
          agent,
          headers: { 'content-type': 'image/jpeg', 'content-length': jpeg.length },
          signal: AbortSignal.timeout(patience),
        },
        (response) => {
          response.resume();
          response.on('error', (error) => resolve(failure('unavailable', error.message)));
          response.on('end', () => resolve(resultOf(response.statusCode ?? 0)));
        },
      );
      request.on('error', (error) => resolve(failure('unavailable', `the gateway: ${error.message}`)));
      request.end(jpeg);
    });

  return {
    putPicture: (commandId, jpeg) => upload('PUT', `/v1/pictures/${commandId}`, jpeg),
    postFrame: (jpeg) => upload('POST', '/v1/frames', jpeg),
    close: () => agent.destroy(),
  };
}

function resultOf(status: number): Result<null> {
  if (status >= 200 && status < 300) return success(null);
  if (status === 409) return failure('conflict', 'nobody looks at this totem');
  if (status === 413) return failure('too_large', 'the picture is too large for the hub');
  if (status === 401 || status === 403) return failure('forbidden', 'the hub refuses this totem');
  return failure('unavailable', `the gateway answered with status ${status}`);
}
