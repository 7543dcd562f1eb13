import { request } from 'node:http';
import { join } from 'node:path';
import { validatorOf } from '../../protocol/index.ts';
import {
  type LocalStatus,
  LocalStatus as LocalStatusSchema,
  localCalls,
  localSocket,
} from '../../protocol/local.ts';

const read = validatorOf(LocalStatusSchema);

/** What an agent tells of itself over its local socket. */
export async function localStatus(data: string): Promise<LocalStatus> {
  const { method, path } = localCalls.status;
  const text = await ask(data, method, path);
  const status = read(JSON.parse(text));
  if (!status.ok) throw new Error(`the local API answered ${text}: ${status.error.message}`);
  return status.value;
}

/** Asks for a new display over the local socket. */
export async function localRebuild(data: string): Promise<void> {
  const { method, path } = localCalls['display.rebuild'];
  await ask(data, method, path, '{}');
}

function ask(data: string, method: string, path: string, body?: string): Promise<string> {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const options = { socketPath: join(data, localSocket), method, path, headers };
    const asked = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    asked.on('error', reject).end(body);
  });
}
