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
  const text = await new Promise<string>((resolve, reject) => {
    const asked = request({ socketPath: join(data, localSocket), method, path }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve(body));
    });
    asked.on('error', reject).end();
  });
  const status = read(JSON.parse(text));
  if (!status.ok) throw new Error(`the local API answered ${text}: ${status.error.message}`);
  return status.value;
}
