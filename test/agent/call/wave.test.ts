import test from 'ava';
import fc from 'fast-check';
import { readWave } from '../../../agent/call/wave.ts';

/** A file as programs write it that know how long it will be, or, with `told`, as others do. */
function wave(
  samples: Buffer,
  { channels = 1, bits = 16, sampleRate = 22_050, told = samples.length } = {},
): Buffer {
  const format = Buffer.alloc(24);
  format.write('fmt ', 0, 'latin1');
  format.writeUInt32LE(16, 4);
  format.writeUInt16LE(1, 8);
  format.writeUInt16LE(channels, 10);
  format.writeUInt32LE(sampleRate, 12);
  format.writeUInt32LE((sampleRate * channels * bits) / 8, 16);
  format.writeUInt16LE((channels * bits) / 8, 20);
  format.writeUInt16LE(bits, 22);
  const head = Buffer.alloc(8);
  head.write('data', 0, 'latin1');
  head.writeUInt32LE(told, 4);
  const riff = Buffer.from('RIFF\0\0\0\0WAVE', 'latin1');
  return Buffer.concat([riff, format, head, samples]);
}

test('samples are found, also where the length is not told truly', (t) => {
  const samples = Buffer.from([1, 0, 2, 0, 3, 0]);
  t.deepEqual(readWave(wave(samples)), { sampleRate: 22_050, samples });
  t.deepEqual(readWave(wave(samples, { told: 0x7fff_f000 })), { sampleRate: 22_050, samples });
  t.deepEqual(readWave(wave(samples, { told: 3 }))?.samples, samples.subarray(0, 2));
});

test('what is not one channel of 16 bits is not taken', (t) => {
  const samples = Buffer.alloc(8);
  t.is(readWave(wave(samples, { channels: 2 })), null);
  t.is(readWave(wave(samples, { bits: 8 })), null);
  t.is(readWave(wave(samples, { sampleRate: 1 })), null);
  t.is(readWave(Buffer.from('RIFF')), null);
});

test('no bytes bring the reader down', (t) => {
  const whole = wave(Buffer.from([1, 2, 3, 4]));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(whole.length), (noise, at) => {
      readWave(Buffer.from(noise));
      const broken = Buffer.concat([whole.subarray(0, at), Buffer.from(noise)]);
      const read = readWave(broken);
      t.true(read === null || read.samples.length % 2 === 0);
    }),
  );
});
