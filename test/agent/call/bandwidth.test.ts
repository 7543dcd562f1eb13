import { fork } from 'node:child_process';
import { once } from 'node:events';
import test from 'ava';
import { until } from '../../harness/until.ts';

const program = new URL('../../harness/call-bandwidth-process.ts', import.meta.url);
/** Hertz. EN 301 549, 6.1, asks for what ITU-T G.722 carries: up to 7 kHz. */
const tones = [400, 1500, 3300, 5000, 7000];
const sent = 4000;

test('a voice comes through with all that makes it clear: up to 7 kHz', async (t) => {
  const call = fork(program, [JSON.stringify(tones)]);
  t.teardown(async () => {
    if (call.exitCode !== null || call.signalCode !== null) return;
    const gone = once(call, 'exit');
    call.kill('SIGKILL');
    await gone;
  });
  let heard: Record<string, number> = {};
  call.on('message', (levels: Record<string, number>) => {
    heard = levels;
  });
  // No tone is weaker than half, that is 6 dB, of what was sent.
  const levels = await until(
    'all tones at the other side',
    () => tones.every((tone) => (heard[tone] ?? 0) > sent / 2) && heard,
    60_000,
  );
  t.log(levels);
  t.is(call.exitCode, null);
});
