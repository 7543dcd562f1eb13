import { childOf, describeError, loadBinding, playable, setLoudness } from '../../gstreamer/index.ts';
import type { OpenSpeaker } from './messages.ts';

/** Plays samples, and is silent at once when it is told. One in a process. */
export interface Player {
  /** Opens the device for samples of this rate; what is pushed sounds as soon as it can. */
  begin(sampleRate: number): void;
  push(pcm: Buffer): void;
  /** Milliseconds since `begin` that could be heard so far. */
  position(): number;
  /** Closes the device: what was not heard yet is dropped. */
  silence(): void;
  setVolume(volume: number): void;
}

const capsOf = (sampleRate: number): string =>
  `audio/x-raw,format=S16LE,rate=${sampleRate},channels=1,layout=interleaved`;

/** Microseconds of sound that wait in the device: little, because they would still be heard after a silence. */
const bufferTime = 80_000;
const latencyTime = 10_000;

/**
 * The description holds nothing from outside: the device's name is set as a property, so that it cannot become
 * another element.
 */
export function startPlayer(
  { sink, device, volume }: Pick<OpenSpeaker, 'sink' | 'device' | 'volume'>,
  onFailure: (message: string) => void,
): Player {
  const { Pipeline } = loadBinding();
  const pipeline = new Pipeline(
    [
      `appsrc name=samples format=time max-bytes=0 caps="${capsOf(22_050)}"`,
      'audioconvert',
      'audioresample',
      'volume name=volume',
      `${sink} name=device buffer-time=${bufferTime} latency-time=${latencyTime}`,
    ].join(' ! '),
  );
  const samples = childOf(pipeline, 'samples');
  const loudness = childOf(pipeline, 'volume');
  if (device !== null) childOf(pipeline, 'device').device = device;
  const { push } = samples;
  if (typeof push !== 'function') throw new Error('appsrc takes no samples');
  const player = playable(pipeline, (message) => {
    if (message.type === 'error') onFailure(describeError(message));
  });
  let rate = 22_050;
  let playing = false;
  const setVolume = (to: number): void => setLoudness(loudness, to);
  setVolume(volume);
  return {
    begin(sampleRate) {
      if (playing) player.stop();
      if (sampleRate !== rate) {
        samples.caps = capsOf(sampleRate);
        rate = sampleRate;
      }
      player.play();
      playing = true;
    },
    push(pcm) {
      push.call(samples, pcm);
    },
    position: () => Math.max(0, pipeline.queryPosition() * 1000),
    silence() {
      if (playing) player.stop();
      playing = false;
    },
    setVolume,
  };
}
