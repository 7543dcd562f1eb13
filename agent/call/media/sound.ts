import {
  childOf,
  describeError,
  type GstElement,
  loadBinding,
  playable,
  setLoudness,
} from '../../gstreamer/index.ts';
import type { SoundSettings } from '../messages.ts';
import { samplesInPiece, soundDescription } from './launch.ts';
import { createMixer } from './mixer.ts';
import { pullAll, pusherOf } from './pull.ts';
import type { Sound } from './wrtc.ts';

export interface SoundDevices {
  start(): void;
  /** What a party says, in pieces of 10 ms. */
  play(party: string, sound: Sound): void;
  /** How loud that is, from 0 to 1; it holds before `start` as well. */
  setVolume(volume: number): void;
  /** The party is not heard any more. */
  drop(party: string): void;
}

/**
 * Microphone and loudspeaker. Where one of them fails the other side is sent silence, so that it knows that the line
 * stands.
 */
export function createSound(
  settings: SoundSettings,
  onPiece: (samples: Int16Array) => void,
  onFailure: (message: string) => void,
): SoundDevices {
  const { Pipeline } = loadBinding();
  const mixer = createMixer();
  let push: ((buffer: Uint8Array) => void) | null = null;
  let loudness: GstElement | null = null;
  let volume = 1;
  let started = false;

  const open = (chosen: SoundSettings, failed: (message: string) => void): void => {
    const pipeline = new Pipeline(soundDescription(chosen));
    if (chosen.sourceDevice !== null && (chosen.source === 'pulsesrc' || chosen.source === 'alsasrc')) {
      childOf(pipeline, 'microphone').device = chosen.sourceDevice;
    }
    if (chosen.sourceDevice !== null && chosen.source === 'voice') {
      childOf(pipeline, 'voice').location = chosen.sourceDevice;
    }
    if (chosen.sink !== 'none') {
      if (chosen.sinkDevice !== null) childOf(pipeline, 'loudspeaker').device = chosen.sinkDevice;
      push = pusherOf(childOf(pipeline, 'said'));
      loudness = childOf(pipeline, 'volume');
      setLoudness(loudness, volume);
    }
    const player = playable(pipeline, (message) => {
      if (message.type !== 'error') return;
      player.stop();
      failed(describeError(message));
    });
    player.play();
    pullAll(childOf(pipeline, 'heard'), (buffer) => {
      if (buffer.byteLength !== samplesInPiece * 2) return;
      onPiece(new Int16Array(buffer.slice().buffer));
    });
  };

  return {
    start() {
      if (started) return;
      started = true;
      open(settings, (message) => {
        push = null;
        loudness = null;
        onFailure(message);
        open({ ...settings, source: 'none', sink: 'none' }, onFailure);
      });
    },
    play(party, { samples, sampleRate, channelCount }) {
      // Before the first packet libwebrtc gives silence of another rate.
      if (push === null || sampleRate !== 48_000) return;
      const one =
        channelCount === 1 ? samples : samples.filter((_sample, index) => index % channelCount === 0);
      const mixed = one.length === samplesInPiece ? mixer.add(party, one) : null;
      if (mixed) push(Buffer.from(mixed.buffer, mixed.byteOffset, mixed.byteLength));
    },
    setVolume(wanted) {
      volume = wanted;
      if (loudness !== null) setLoudness(loudness, volume);
    },
    drop: mixer.drop,
  };
}
