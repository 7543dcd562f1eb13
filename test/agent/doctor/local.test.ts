import { setTimeout as pause } from 'node:timers/promises';
import test from 'ava';
import { createDoctor, createDoctorRoutes } from '../../../agent/doctor/index.ts';
import type { LocalStream, Route } from '../../../agent/local/index.ts';
import { DoctorEvent, validatorOf } from '../../../protocol/index.ts';
import { newAgentFolder } from '../../harness/agent.ts';
import { partsOf } from './parts.ts';

const readEvent = validatorOf(DoctorEvent);

/** Whoever reads the stream of a call; `onEvent` hears each event as it is sent. */
function readerOf(onEvent: (event: DoctorEvent) => void): { out: LocalStream<unknown>; leave(): void } {
  const left = new AbortController();
  return {
    leave: () => left.abort(),
    out: {
      begin: () => undefined,
      send: (entry) => {
        const event = readEvent(entry);
        if (!event.ok) throw new Error(event.error.message);
        onEvent(event.value);
        return true;
      },
      drained: () => pause(0),
      signal: left.signal,
    },
  };
}

async function routesOf(folder: string) {
  const { configuration } = partsOf();
  if (!configuration.ok) throw new Error('the defaults are refused');
  const camera = { source: 'test', device: '/dev/video0' } as const;
  const doctor = createDoctor(() =>
    partsOf({ folder, configuration: { ok: true, value: { ...configuration.value, camera } } }),
  );
  const routes = createDoctorRoutes(doctor);
  const named = (path: string): Route => {
    const route = routes.find((one) => one.path === path);
    if (!route) throw new Error(path);
    return route;
  };
  return { run: named('/v1/doctor'), answer: named('/v1/doctor/answers') };
}

test('a run goes over the local API: answered by another call, without the bytes of pictures', async (t) => {
  const { run, answer } = await routesOf(await newAgentFolder(t));
  if (!run.stream || answer.stream) return t.fail();
  const events: DoctorEvent[] = [];
  let id = '';
  const reader = readerOf((event) => {
    events.push(event);
    if (event.type === 'started') id = event.run;
    if (event.type === 'picture') t.is(event.base64, '');
    if (event.type === 'question') void answer.take({ run: id, question: event.question.id, answer: 'no' });
  });
  t.true((await run.take({ attended: true, only: ['camera'] }, reader.out)).ok);
  t.true(JSON.stringify(events).includes('camera.wrong_picture'));
  t.is(events.at(-1)?.type, 'verdict');
  t.like(await answer.take({ run: id, question: 'x', answer: 'yes' }), { error: { code: 'not_found' } });
  t.like(await run.take({ only: ['magic'] }, reader.out), { error: { code: 'invalid', field: '/only/0' } });
});

test('a reader that leaves cancels the run, and another one is refused until then', async (t) => {
  const { run } = await routesOf(await newAgentFolder(t));
  if (!run.stream) return t.fail();
  const silent = readerOf(() => undefined);
  let second: unknown;
  const events: string[] = [];
  const reader = readerOf((event) => {
    events.push(event.type);
    if (event.type !== 'question') return;
    void run.take({ only: ['slot'] }, silent.out).then((refused) => {
      second = refused;
      reader.leave();
    });
  });
  await run.take({ attended: true, only: ['camera', 'slot'] }, reader.out);
  t.like(second, { error: { code: 'conflict' } });
  t.false(events.includes('verdict'));
  t.true((await run.take({ only: ['slot'] }, silent.out)).ok);
});
