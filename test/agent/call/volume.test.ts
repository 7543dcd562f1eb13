import { fork } from 'node:child_process';
import { once } from 'node:events';
import test from 'ava';
import { startSound } from '../../harness/sound.ts';
import { record } from '../../harness/speech.ts';
import { until } from '../../harness/until.ts';

const program = new URL('../../harness/call-sound-process.ts', import.meta.url);

test('the other side is heard as loud as the citizen wants the totem, from one moment to the next', async (t) => {
  const { server } = await startSound(t);
  const call = fork(program, { env: { ...process.env, PULSE_SERVER: server } });
  t.teardown(async () => {
    if (call.exitCode !== null || call.signalCode !== null) return;
    const gone = once(call, 'exit');
    call.kill('SIGKILL');
    await gone;
  });
  const { levels } = await record(t, server);
  /** The loudest of the last quarter of a second. */
  const loudest = () => Math.max(...levels.slice(-25).map(({ level }) => level));
  const isAbout = (level: number) => Math.abs(loudest() - level) < level * 0.15 + 0.002;
  const full = 16_000 / 32_768;
  await until('the call to be heard', () => isAbout(full));
  // Half as loud to the ear is an eighth of the amplitude.
  call.send(0.5);
  await until('it to be quieter', () => isAbout(full / 8));
  call.send(0);
  await until('silence', () => isAbout(0));
  call.send(1);
  await until('it to be loud again', () => isAbout(full));
  t.is(call.exitCode, null);
});
