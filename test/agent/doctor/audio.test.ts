import test from 'ava';
import fc from 'fast-check';
import { devicesOf } from '../../../agent/audio/index.ts';
import { amplitudeOf, listen } from '../../../agent/doctor/audio/goertzel.ts';
import { frequencies, fromBytes, makeTones, type Sound, toBytes } from '../../../agent/doctor/audio/tones.ts';
import { runChecks } from '../../../agent/doctor/engine.ts';
import { checks } from '../../../agent/doctor/table.ts';
import { AgentConfiguration, validatorOf } from '../../../protocol/index.ts';
import { startSound } from '../../harness/sound.ts';
import { codesOf, eventsOf, partsOf } from './parts.ts';

const rate = 16_000;

/** Noise that is the same at every run. */
function noise(length: number, volume: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state / 0x3fffffff - 1) * volume;
  });
}

function mixed(sound: Sound, other: Float32Array, gain = 1): Sound {
  return {
    rate: sound.rate,
    samples: sound.samples.map((sample, index) => sample * gain + (other[index] ?? 0)),
  };
}

test('the amplitude of a sine is measured whatever its frequency, strength and phase, and beside it is none', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.double({ min: 200, max: 7000, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 6.28, noNaN: true }),
        (frequency, amplitude, phase) => {
          const samples = Float32Array.from(
            { length: 1600 },
            (_none, index) => Math.sin((2 * Math.PI * frequency * index) / rate + phase) * amplitude,
          );
          const there = amplitudeOf(frequency, { rate, samples });
          const beside = amplitudeOf(frequency > 3600 ? frequency - 400 : frequency + 400, { rate, samples });
          return Math.abs(there - amplitude) < amplitude * 0.05 && beside < amplitude * 0.02;
        },
      ),
    ),
  );
});

test('tones are heard through noise, quiet and late, and not where there are none', (t) => {
  const tones = makeTones(frequencies, rate);
  const heard = (sound: Sound) => listen(sound, frequencies).tones.map((tone) => tone.heard);
  const { length } = tones.samples;
  t.deepEqual(heard(tones), [true, true, true]);
  t.deepEqual(heard(mixed(tones, noise(length, 0.02), 0.05)), [true, true, true]);
  const late: Sound = { rate, samples: Float32Array.from([...noise(rate, 0.001), ...tones.samples]) };
  t.deepEqual(heard(late), [true, true, true]);
  t.deepEqual(heard({ rate, samples: noise(rate * 3, 0.5) }), [false, false, false]);
  t.deepEqual(heard(mixed(makeTones([frequencies[0]], rate), noise(rate, 0.001))), [true, false, false]);
  // Hum of the mains that is always there is no tone.
  const hum: Sound = {
    rate,
    samples: Float32Array.from({ length: rate * 2 }, (_none, index) =>
      Math.sin((2 * Math.PI * frequencies[1] * index) / rate),
    ),
  };
  t.deepEqual(heard(hum), [false, false, false]);
  t.true(listen({ rate, samples: new Float32Array(rate) }, frequencies).silent);
});

test('samples survive the way through bytes', (t) => {
  const tones = makeTones([440], rate);
  const back = fromBytes(toBytes(tones), rate);
  t.is(back.samples.length, tones.samples.length);
  t.true(back.samples.every((sample, index) => Math.abs(sample - (tones.samples[index] ?? 0)) < 1e-4));
});

test.serial('a machine without sound is passed over and told so, unless a device was named', async (t) => {
  const before = { ...process.env };
  for (const name of ['PULSE_SERVER', 'PULSE_RUNTIME_PATH', 'XDG_RUNTIME_DIR']) delete process.env[name];
  t.teardown(() => Object.assign(process.env, before));
  const found = async (audio: object) => {
    const configuration = validatorOf(AgentConfiguration)({ audio });
    const parts = partsOf({ configuration, system: '/nonexistent' });
    return eventsOf(runChecks(checks, parts, { attended: false, disturb: false, only: ['audio'] }));
  };
  const silent = await found({});
  t.deepEqual(codesOf(silent), ['audio.no_system']);
  t.is(silent.findLast((event) => event.type === 'result')?.result.outcome, 'skipped');
  t.deepEqual(codesOf(await found({ output: 'none', input: 'none' })), ['audio.none']);
  t.deepEqual(codesOf(await found({ output: 'hdmi' })), ['audio.no_output']);
});

test('the sound system is the one that was named, or the one that is there', (t) => {
  const wanted = { system: 'auto', output: 'default', input: 'hw:1,0' } as const;
  t.deepEqual(devicesOf(wanted, 'alsa'), {
    ok: true,
    value: { sink: ['alsasink'], source: ['alsasrc', 'device=hw:1,0'] },
  });
  t.false(devicesOf(wanted, null).ok);
  t.deepEqual(devicesOf({ system: 'auto', output: 'none', input: 'none' }, null), {
    ok: true,
    value: { sink: null, source: null },
  });
});

test.serial(
  'tones that are played come back through a sound server; with the wrong device the reason is told',
  async (t) => {
    const { server } = await startSound(t);
    const before = process.env.PULSE_SERVER;
    process.env.PULSE_SERVER = server;
    t.teardown(() => {
      if (before === undefined) delete process.env.PULSE_SERVER;
      else process.env.PULSE_SERVER = before;
    });
    const found = async (audio: object) => {
      const configuration = validatorOf(AgentConfiguration)({ audio });
      const request = { attended: false, disturb: false, only: ['audio' as const] };
      return eventsOf(runChecks(checks, partsOf({ configuration }), request));
    };
    const [well, deaf, dumb] = await Promise.all([
      found({}),
      found({ input: 'none' }),
      found({ output: 'attic', input: 'none' }),
    ]);
    t.deepEqual(codesOf(well ?? []), ['audio.heard'], JSON.stringify(well));
    t.deepEqual(codesOf(deaf ?? []), ['audio.played']);
    t.deepEqual(codesOf(dumb ?? []), ['audio.no_output']);
    t.regex(JSON.stringify(dumb), /No tone can be played: the device does not take or give the stream/);
  },
);
