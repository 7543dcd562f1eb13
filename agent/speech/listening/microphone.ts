import { childOf, describeError, loadBinding, playable } from '../../gstreamer/index.ts';
import type { OpenEar } from './messages.ts';
import { recogniserRate } from './types.ts';

/** The microphone: shut, unless somebody holds the button. One in a process. */
export interface Microphone {
  /** Hands on samples from -1 to 1 until it is shut. */
  open(onSamples: (samples: Float32Array) => void, onFailure: (message: string) => void): void;
  shut(): void;
}

export function createMicrophone({ source, device }: Pick<OpenEar, 'source' | 'device'>): Microphone {
  const { Pipeline } = loadBinding();
  const pipeline = new Pipeline(
    [
      `${source} name=device`,
      'audioconvert',
      'audioresample',
      `audio/x-raw,format=S16LE,rate=${recogniserRate},channels=1,layout=interleaved`,
      'appsink name=samples max-buffers=200 drop=true sync=false',
    ].join(' ! '),
  );
  if (device !== null) childOf(pipeline, 'device').device = device;
  const samples = childOf(pipeline, 'samples');
  const { pull } = samples;
  if (typeof pull !== 'function') throw new Error('appsink gives no samples');
  let taken: ((samples: Float32Array) => void) | null = null;
  let failed: ((message: string) => void) | null = null;
  let pending = false;
  const player = playable(pipeline, (message) => {
    if (message.type === 'error') failed?.(describeError(message));
    if (message.type === 'eos') failed?.('the microphone is gone');
  });
  const ask = (): void => {
    if (pending || taken === null) return;
    pending = true;
    pull.call(samples, (buffer: unknown) => {
      pending = false;
      // The first answer is the format.
      if (Buffer.isBuffer(buffer) && taken !== null) taken(toSamples(buffer));
      if (buffer === undefined || buffer === null) setTimeout(ask, 20);
      else setImmediate(ask);
    });
  };
  return {
    open(onSamples, onFailure) {
      taken = onSamples;
      failed = onFailure;
      player.play();
      ask();
    },
    shut() {
      taken = null;
      failed = null;
      player.stop();
    },
  };
}

function toSamples(bytes: Buffer): Float32Array {
  const samples = new Float32Array(bytes.length >> 1);
  for (let index = 0; index < samples.length; index += 1)
    samples[index] = bytes.readInt16LE(index * 2) / 32_768;
  return samples;
}
