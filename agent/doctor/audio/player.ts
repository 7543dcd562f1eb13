import { failure, type Result, success } from '../../../protocol/index.ts';
import type { AudioDevices } from '../../audio/index.ts';
import { reasonOf, runChild } from '../child.ts';
import { pause } from '../until.ts';
import { fromBytes, makeTones, type Sound, toBytes } from './tones.ts';

const rate = 48_000;
const format = `audio/x-raw,format=S16LE,rate=${rate},channels=1,layout=interleaved`;

/** Milliseconds that a sound needs at most from here to the ear and back, and a recorder to be ready. */
const delay = 900;
const readyWithin = 5000;

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
  const heardEnough = new AbortController();
  const recording = source && record(source, signal, heardEnough.signal);
  // Only once it hears anything is there a point in playing.
  if (recording) await Promise.race([recording.ready, recording.sound, pause(readyWithin, signal)]);
  const played = sink && (await play(sink, sound, milliseconds + 5000, signal));
  await pause(sink ? delay : milliseconds, signal);
  heardEnough.abort();
  const recorded = recording && (await recording.sound);
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

function record(
  source: readonly string[],
  signal: AbortSignal,
  stop: AbortSignal,
): { ready: Promise<void>; sound: Promise<Result<Sound>> } {
  const sink = ['fdsink', 'fd=1', 'sync=false'];
  const words = ['-q', ...source, '!', 'audioconvert', '!', 'audioresample', '!', format, '!', ...sink];
  const ready = Promise.withResolvers<void>();
  const pieces: Buffer[] = [];
  const onOut = (piece: Buffer) => {
    pieces.push(piece);
    ready.resolve();
  };
  const finished = runChild('gst-launch-1.0', words, { signal, stop, onOut, limit: 15_000 });
  const sound = finished.then((done): Result<Sound> => {
    if (!done.ok) return done;
    const heard = fromBytes(Buffer.concat(pieces), rate);
    // A source that has a device gives samples at once; one that cannot open it ends with a reason.
    if (heard.samples.length > rate / 10) return success(heard);
    return failure('unavailable', reasonOf(done.value));
  });
  return { ready: ready.promise, sound };
}
