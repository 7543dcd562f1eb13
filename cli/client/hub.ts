import { Agent, type Dispatcher, request } from 'undici';
import { failure, type Result, success, type Validator } from '../../protocol/index.ts';
import { eventsOf } from './events.ts';
import { answerTrouble, networkTrouble, shapeTrouble } from './trouble.ts';
import { stallGuard, uploadBody } from './upload.ts';

const maximumAnswerBytes = 64 * 1024 * 1024;
const maximumPictureBytes = 4 * 1024 * 1024;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The hub's HTTP API as the commands use it. Every answer is checked against its schema. */
export interface Hub {
  url: string;
  /** Sends a request under `/api/v1` and gives its validated answer. */
  call<Value>(
    method: Method,
    path: string,
    body: unknown,
    validate: Validator<Value>,
  ): Promise<Result<Value>>;
  /** The same for a request whose answer has no body worth reading. */
  tell(method: Method, path: string, body?: unknown): Promise<Result<null>>;
  /** A JPEG of at most 4 MiB; the totem has to take it first, so the answer may take a minute. */
  picture(path: string): Promise<Result<Buffer>>;
  /** Streams a file of `size` bytes; `onBytes` hears each piece as it is handed to the connection. */
  upload<Value>(
    path: string,
    file: { path: string; size: number },
    onBytes: (bytes: number) => void,
    validate: Validator<Value>,
  ): Promise<Result<Value>>;
  /** Server-Sent Events until either side ends them; a hub that is silent for a minute has gone. */
  listen(path: string, listener: EventListener, ending: AbortSignal): Promise<Result<null>>;
  close(): Promise<void>;
}

export interface EventListener {
  /** The hub has begun to answer. */
  onOpen(): Promise<void>;
  onEvent(name: string, data: unknown): void;
}

export interface HubOptions {
  url: string;
  token: string | null;
  signal: AbortSignal;
}

export function hubAt({ url, token, signal }: HubOptions): Hub {
  const dispatcher = new Agent({ connect: { timeout: 10_000 }, headersTimeout: 90_000, bodyTimeout: 60_000 });
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };

  async function exchange(
    method: Method,
    path: string,
    options: Partial<Dispatcher.RequestOptions>,
    maximumBytes: number,
  ): Promise<Result<{ body: Buffer; type: string }>> {
    try {
      const answer = await request(`${url}/api/v1${path}`, {
        signal,
        ...options,
        method,
        dispatcher,
        headers: { ...headers, ...options.headers },
      });
      const body = await bounded(answer.body, maximumBytes);
      if (body === undefined) {
        return failure('too_large', `the answer of ${url} is larger than ${maximumBytes} bytes`);
      }
      if (answer.statusCode < 200 || answer.statusCode > 299) {
        return answerTrouble(url, answer.statusCode, body, answer.headers.location);
      }
      return success({ body, type: String(answer.headers['content-type'] ?? '') });
    } catch (error) {
      if (signal.aborted) return failure('unavailable', 'interrupted');
      return networkTrouble(url, error);
    }
  }

  function shaped<Value>(answer: Result<{ body: Buffer }>, validate: Validator<Value>): Result<Value> {
    if (!answer.ok) return answer;
    const parsed = parseJson(answer.value.body);
    const checked = parsed.ok ? validate(parsed.value) : parsed;
    return checked.ok ? checked : shapeTrouble(url, checked.error);
  }

  return {
    url,
    async call(method, path, body, validate) {
      return shaped(await exchange(method, path, jsonBody(body), maximumAnswerBytes), validate);
    },
    async tell(method, path, body) {
      const answer = await exchange(method, path, jsonBody(body), maximumAnswerBytes);
      return answer.ok ? success(null) : answer;
    },
    async picture(path) {
      const answer = await exchange('GET', path, {}, maximumPictureBytes);
      if (!answer.ok) return answer;
      const { body, type } = answer.value;
      const jpeg = type.startsWith('image/jpeg') && body[0] === 0xff && body[1] === 0xd8;
      return jpeg ? success(body) : shapeTrouble(url, { code: 'invalid', message: 'not a JPEG picture' });
    },
    async upload(path, file, onBytes, validate) {
      const guard = stallGuard(signal);
      const body = uploadBody(file, (bytes) => {
        guard.moved();
        onBytes(bytes);
      });
      try {
        const options = {
          body,
          signal: guard.signal,
          headers: { 'content-type': 'application/octet-stream', 'content-length': String(file.size) },
        };
        return shaped(await exchange('PUT', path, options, maximumAnswerBytes), validate);
      } finally {
        guard.end();
        body.destroy();
      }
    },
    async listen(path, listener, ending) {
      const either = AbortSignal.any([signal, ending]);
      try {
        const answer = await request(`${url}/api/v1${path}`, { dispatcher, signal: either, headers });
        if (answer.statusCode !== 200) {
          const body = (await bounded(answer.body, maximumPictureBytes)) ?? Buffer.alloc(0);
          return answerTrouble(url, answer.statusCode, body, answer.headers.location);
        }
        const opened = listener.onOpen();
        for await (const { name, data } of eventsOf(answer.body)) {
          await opened;
          const parsed = parseJson(Buffer.from(data));
          if (parsed.ok) listener.onEvent(name, parsed.value);
        }
        return success(null);
      } catch (error) {
        return either.aborted ? success(null) : networkTrouble(url, error);
      }
    },
    close: () => dispatcher.destroy(),
  };
}

function jsonBody(body: unknown): Partial<Dispatcher.RequestOptions> {
  if (body === undefined) return {};
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

/** All bytes of an answer, or `undefined` when there are more than allowed. */
async function bounded(body: AsyncIterable<Uint8Array>, maximumBytes: number): Promise<Buffer | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > maximumBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function parseJson(bytes: Buffer): Result<unknown> {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return success(value);
  } catch {
    return failure('invalid', 'not valid JSON');
  }
}
