import { devicesOf, soundSystem } from '../../audio/index.ts';
import { type Hearing, listen } from '../audio/goertzel.ts';
import { playAndRecord } from '../audio/player.ts';
import { frequencies } from '../audio/tones.ts';
import type { Check, CheckContext } from '../check.ts';

export const audio: Check = {
  seconds: 25,
  attendedSeconds: 90,
  async run(context) {
    const { configuration, system } = context.parts;
    if (!configuration.ok)
      return context.find('agent.configuration_wrong', { reason: configuration.error.message });
    const wanted = configuration.value.audio;
    const there = await soundSystem(process.env, system);
    // Who named a device expects one; others may have a totem without sound.
    const expected = [wanted.output, wanted.input].some(
      (device) => device !== 'none' && device !== 'default',
    );
    if (there === null && wanted.system === 'auto' && !expected) {
      const off = wanted.output === 'none' && wanted.input === 'none';
      return context.find(off ? 'audio.none' : 'audio.no_system', {});
    }
    const devices = devicesOf(wanted, there);
    if (!devices.ok) return context.find('audio.no_output', { reason: devices.error.message });
    const { sink, source } = devices.value;
    if (!sink && !source) return context.find('audio.none', {});
    if (!context.mayDisturb()) return context.find('check.citizen_present', {});
    context.progress('Tones are played.');
    const done = await playAndRecord({ sink, source }, frequencies, context.signal);
    if (context.signal.aborted) return;
    if (!done.ok) return context.find('audio.no_tools', { reason: done.error.message });
    const { played, recorded } = done.value;
    if (played?.ok === false) context.find('audio.no_output', { reason: played.error.message });
    if (recorded?.ok === false) context.find('audio.no_input', { reason: recorded.error.message });
    if (played?.ok && recorded?.ok) judge(context, listen(recorded.value, frequencies));
    else if (played?.ok) context.find('audio.played', {});
    if (!played?.ok) return;
    const answer = await context.ask('audio.tones', {});
    if (answer === 'yes') context.find('audio.person_heard', {});
    if (answer === 'no') context.find('audio.person_did_not_hear', {});
  },
};

function judge(context: CheckContext, { tones, level, clipped, silent }: Hearing): void {
  if (silent) {
    context.find('audio.silent_input', {});
    return;
  }
  const missing = tones.filter(({ heard }) => !heard);
  const hertz = (of: readonly { frequency: number }[]) => of.map(({ frequency }) => frequency).join(', ');
  if (missing.length > 0) context.find('audio.not_heard', { missing: hertz(missing), level });
  else {
    context.find('audio.heard', {
      frequencies: hertz(tones),
      level: Math.min(...tones.map((tone) => tone.level)),
      ratio: Math.min(...tones.map((tone) => tone.ratio)),
    });
  }
  if (clipped > 1) context.find('audio.clipped', { percent: clipped });
}
