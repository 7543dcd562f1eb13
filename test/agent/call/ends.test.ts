import { existsSync } from 'node:fs';
import test from 'ava';
import type { CallOutcome } from '../../../protocol/calls/states.ts';
import { startAgent } from '../../harness/agent.ts';
import { type Operator, openOperator } from '../../harness/call-operator.ts';
import { newOperator, startCallingHub, wish } from '../../harness/calling-hub.ts';
import { openCallingPage } from '../../harness/calling-page.ts';
import { newToken, startHub } from '../../harness/hub.ts';
import { until } from '../../harness/until.ts';

const yaml = `display: {enabled: false}
camera: {source: test}
calls: {sound: test}
`;
/** Long, because several browsers and encoders share two processors here. */
const patience = 60_000;

/** The operator's browser dies, without a word to anybody. */
const crash = async ({ page }: Operator): Promise<void> => {
  const died = page.waitForEvent('crash');
  await Promise.all([died, page.goto('chrome://crash').catch(() => undefined)]);
};

test('however a call ends, the citizen is told how, and nothing of it stays', async (t) => {
  t.timeout(10 * patience);
  const hub = await startCallingHub(t, 'graceSeconds: 3');
  const agent = await startAgent(t, { token: await newToken(hub), yaml });
  const page = await openCallingPage(t, agent.kiosk);
  page.session('active');
  const connections = () => agent.log.filter((line) => line.includes('"msg":"connected to the hub"')).length;
  await until('the hub to be reached', () => connections() === 1);
  const talk = async (): Promise<void> => {
    page.states.length = 0;
    page.act({ do: 'ask', wish });
    await until(
      'the citizen to see the operator',
      () => page.view()?.state === 'connected' && page.view()?.picture === true,
      patience,
    );
  };
  const ended = async (outcome: CallOutcome): Promise<void> => {
    await until('the call to have ended', () => page.view()?.state === 'ended', patience);
    t.is(page.view()?.outcome, outcome);
    t.like(page.view(), { picture: false, share: { kind: 'none' }, parties: [] });
    t.is(page.view()?.speaking, undefined);
    const pids = agent.log.flatMap(
      (line) => /"pid":(\d+),"msg":"media process started"/.exec(line)?.[1] ?? [],
    );
    await until('no media process', () => pids.every((pid) => !existsSync(`/proc/${pid}`)));
    page.act({ do: 'dismiss' });
    await until('it to be forgotten', () => page.view() === null);
  };

  // The operator hangs up. Both have been heard, by the made-up sound of their devices.
  const anna = await openOperator(t, hub, await newOperator(hub, 'anna'));
  await talk();
  await until('both to be heard', () => page.view()?.speaking?.includes('operator') === true, patience);
  await until('the citizen too', () => page.view()?.speaking?.includes('citizen') === true, patience);
  await anna.say({ type: 'leave' });
  await ended('answered');
  t.deepEqual(
    page.states.filter((state) => state === 'interrupted'),
    [],
  );

  // The operator's browser dies: waited for as long as the hub's grace lasts, and told meanwhile.
  await anna.reload();
  await talk();
  await crash(anna);
  await until('the citizen to be told', () => page.view()?.state === 'interrupted', patience);
  await ended('broken');

  // The totem's cable is pulled: neither the hub nor the operator is there any more.
  const bruno = await openOperator(t, hub, await newOperator(hub, 'bruno'));
  await talk();
  await Promise.all([hub.kill('SIGKILL'), crash(bruno)]);
  await until('the citizen to be told', () => page.view()?.state === 'interrupted', patience);
  await ended('broken');

  // The hub hears of it when it is there again: it keeps no call, and the next one may begin.
  const again = await startHub(t, {
    data: hub.data,
    environment: hub.ports,
    yaml: 'calls: {loopback: true}\n',
  });
  await until('the totem to be back', () => connections() === 2, patience);
  await openOperator(t, again, await newOperator(again, 'carla'));
  await talk();
  page.act({ do: 'leave' });
  await ended('answered');
  t.is(await agent.stop(), 0);
  t.is(await again.stop(), 0);
});
