import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import { createPictures } from '../../../agent/call/pictures.ts';
import { failure, type Result, success } from '../../../protocol/index.ts';
import { until } from '../../harness/until.ts';

const call = '5f6f1d6e-2f6b-4a1e-9c59-0d3f4b8e8f10';
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test('a picture is asked for once, taken only where its hash is right, and forgotten with the call', async (t) => {
  const bytes = Buffer.from('a picture of a page');
  const sha256 = hashOf(bytes);
  const asked: string[] = [];
  const changes: (string | null)[] = [];
  const answers = new Map<string, Result<Buffer>>([[sha256, success(bytes)]]);
  const pictures = createPictures({
    fetch: async (_call, wanted) => {
      asked.push(wanted);
      return answers.get(wanted) ?? failure('not_found', 'the hub has no such picture for this totem');
    },
    onChange: (problem) => changes.push(problem),
  });
  const server = createServer((request, response) => pictures.serve(request.url ?? '', response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const get = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } });

  t.is(pictures.url(sha256), null);
  pictures.want(call, sha256, 'image/webp');
  pictures.want(call, sha256, 'image/webp');
  await until('the picture', () => pictures.url(sha256) !== null);
  t.deepEqual(asked, [sha256]);
  t.deepEqual(changes, [null]);
  const served = await get(pictures.url(sha256) ?? '');
  t.is(served.headers.get('content-type'), 'image/webp');
  t.is(await served.text(), 'a picture of a page');
  t.is((await get('/call/pictures/../../etc/passwd')).status, 404);

  // Another one under this name, however often it is asked for.
  const other = hashOf(Buffer.from('what was asked for'));
  answers.set(other, success(bytes));
  pictures.want(call, other, 'image/png');
  await until('it is given up', () => changes.length === 2);
  t.is(changes[1], 'the picture that the hub gave is another one');
  t.is(asked.filter((wanted) => wanted === other).length, 3);
  t.is(pictures.url(other), null);

  pictures.forget();
  t.is(pictures.url(sha256), null);
  t.is((await get(`/call/pictures/${sha256}`)).status, 404);
});
