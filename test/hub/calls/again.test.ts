import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { CallNotice } from '../../../protocol/calls/index.ts';
import { topicOf } from '../../../protocol/index.ts';
import { newOperator, startCallingHub, wish } from '../../harness/calling-hub.ts';
import { helloOf } from '../../harness/core.ts';
import { newToken } from '../../harness/hub.ts';
import { enrolTotem } from '../../harness/totem.ts';
import { until } from '../../harness/until.ts';
import { openSocket, parseNotice } from './sockets.ts';

test('content that cannot be read just now, and an agent that was started again in a call', async (t) => {
  const hub = await startCallingHub(t);
  const desk = openSocket(t, hub, '/calls/desk', {
    authorization: `Bearer ${await newOperator(hub, 'anna')}`,
  });
  const visitor = openSocket(t, hub, `/calls/visit?visit=${randomUUID()}`);
  await Promise.all([once(desk.socket, 'open'), once(visitor.socket, 'open')]);

  // The files are there and cannot be read, as on a machine that is too busy: that is no answer for good.
  const [files, aside] = [join(hub.data, 'artifacts'), join(hub.data, 'aside')];
  const call = randomUUID();
  await rename(files, aside);
  visitor.send({ type: 'ask', call, wish: { ...wish, mode: 'text' } });
  await until('it is told to ask again', () =>
    visitor.of('refused').some(({ error }) => error.code === 'unavailable' && error.field === undefined),
  );
  await rename(aside, files);
  visitor.send({ type: 'ask', call, wish: { ...wish, mode: 'text' } });
  await until('it waits', () => visitor.of('standing').at(-1)?.state === 'waiting');
  visitor.send({ type: 'leave', call });
  await until('it has left', () => visitor.of('ended').length === 1);

  const totem = await enrolTotem(t, await newToken(hub, { name: 'Atrio' }));
  const heard: CallNotice[] = [];
  const start = async () => {
    const client = await totem.connect(async () => ({ value: null }));
    client.on('message', (_topic, bytes) => {
      const notice = parseNotice(bytes);
      if (notice.ok) heard.push(notice.value);
    });
    await client.subscribeAsync(topicOf(totem.totem, 'called'), { qos: 1 });
    const say = (channel: 'call' | 'hello', message: object) =>
      client.publishAsync(topicOf(totem.totem, channel), JSON.stringify(message), { qos: 1 });
    return { client, say };
  };
  const first = await start();
  const former = randomUUID();
  await first.say('call', { type: 'ask', call: former, wish });
  await until('the call is shown', () => desk.of('desk').at(-1)?.calls.length === 1);
  desk.send({ type: 'pick', call: former });
  await until('it is answered', () => desk.of('standing').at(-1)?.state === 'connecting');
  first.client.end(true);

  const second = await start();
  heard.length = 0;
  await second.say('hello', helloOf());
  await until('the totem is told of its call', () =>
    heard.some((each) => each.type === 'standing' && each.call === former),
  );
  // The citizen is quicker than the agent, which would leave it: a new call takes its place.
  await second.say('call', { type: 'ask', call: randomUUID(), wish });
  await until('the operator is told at once', () =>
    desk.of('ended').some((each) => each.call === former && each.outcome === 'failed'),
  );
  await until('the new one is there', () => desk.of('desk').at(-1)?.calls[0]?.state === 'waiting');
  t.is(desk.of('desk').at(-1)?.calls.length, 1);
});
