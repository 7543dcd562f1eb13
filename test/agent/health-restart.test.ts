import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { newAgentFolder, startAgent, withoutDisplay } from '../harness/agent.ts';
import { localStatus } from '../harness/local.ts';
import { until } from '../harness/until.ts';

test('a fault and the number of starts survive kill -9: the fault keeps its beginning', async (t) => {
  const data = await newAgentFolder(t);
  await writeFile(join(data, 'agent.yaml'), `${withoutDisplay}touch: [{path: /dev/input/not-there}]\n`);
  const lost = async () =>
    (await localStatus(data)).health.faults.find(({ code }) => code === 'touch.device_lost');

  const first = await startAgent(t, { data });
  const before = await until('the fault', lost);
  t.like((await localStatus(data)).health, {
    service: { state: 'in_service', starts: 1 },
    system: { bootReason: 'unknown' },
  });
  t.is(await first.kill('SIGKILL'), 'SIGKILL');

  const second = await startAgent(t, { data });
  const after = await until('the fault again', lost);
  t.is(after.since, before.since);
  const { health } = await localStatus(data);
  t.like(health, { service: { starts: 2, startsLastHour: 2 }, system: { bootReason: 'unknown' } });
  t.false(
    second.log.some((line) => line.includes('fault raised') && line.includes('touch.device_lost')),
    'it is not raised a second time',
  );
  t.true(health.memoryTotalBytes > 0 && health.system.platform !== '');
});
