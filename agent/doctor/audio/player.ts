import { failure, type Result, success } from '../../../protocol/index.ts';
import { reasonOf, runChild } from '../child.ts';
import { pause } from '../until.ts';
import type { AudioDevices } from './devices.ts';
import { fromBytes, makeTones, type Sound, toBytes } from './tones.ts';

const rate = 48_000;
const format = `audio/x-raw,format=S16LE,rate=${rate},channels=1,layout=interleaved`;

/** Milliseconds: what a recorder needs to be ready, and what a sound needs from here to the ear and back. */
const warmUp = 700;
const delay = 900;

export interface Tried {
  /** `null` where the configuration wants no output. */
  played: Result<null> | null;
  /** `null` where the configuration wants no input. */
  recorded: Result<Sound> | null;
}

/** Plays tones and records meanwhile, each in a child. `unsupported` where GStreamer's tools are not installed. */
export async function playAndRecord(
  { sink, source }: AudioDevices,
  tones: readonly number[],
  signal: AbortSignal,
): Promise<Result<Tried>> {
  const sound = makeTones(tones, rate);
  const milliseconds = (sound.samples.length / rate) * 1000;
  const recording = source && record(source, warmUp + milliseconds + delay, signal);
  if (recording) await pause(warmUp, signal);
  const played = sink && (await play(sink, sound, milliseconds + 5000, signal));
  const recorded = recording && (await recording);
  for (const tried of [played, recorded]) {
    if (tried?.ok === false && tried.error.code === 'unsupported') return tried;
  }
  return success({ played, recorded });
}

async function play(
  sink: readonly string[],
  sound: Sound,
  limit: number,
  signal: AbortSignal,
): Promise<Result<null>> {
  const parse = [
    'rawaudioparse',
    'use-sink-caps=false',
    'format=pcm',
    'pcm-format=s16le',
    `sample-rate=${rate}`,
    'num-channels=1',
  ];
  const words = [
    '-q',
    'fdsrc',
    'fd=0',
    '!',
    ...parse,
    '!',
    'audioconvert',
    '!',
    'audioresample',
    '!',
    ...sink,
  ];
  const done = await runChild('gst-launch-1.0', words, { signal, input: toBytes(sound), limit });
  if (!done.ok) return done;
  return done.value.code === 0 ? success(null) : failure('unavailable', reasonOf(done.value));
}

async function record(
  source: readonly string[],
  milliseconds: number,
  signal: AbortSignal,
): Promise<Result<Sound>> {
  const words = [
    '-q',
    ...source,
    '!',
    'audioconvert',
    '!',
    'audioresample',
    '!',
    format,
    '!',
    'fdsink',
    'fd=1',
    'sync=false',
  ];
  const done = await runChild('gst-launch-1.0', words, { signal, limit: milliseconds + 300 });
  if (!done.ok) return done;
  const sound = fromBytes(done.value.out, rate);
  // A source that has a device gives samples at once; one that cannot open it ends with a reason.
  return sound.samples.length > rate / 10 ? success(sound) : failure('unavailable', reasonOf(done.value));
}
