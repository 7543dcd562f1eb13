import { createPeer, type Peer } from '../../../agent/call/media/peer.ts';
import { loadWrtc } from '../../../agent/call/media/wrtc.ts';
import type { CallSignal } from '../../../protocol/calls/messages.ts';
import { drawStamp, readStamp, stamp } from './barcode.ts';

/** The way of the totem's media process to a party, with pictures that carry the moment at which they were drawn. */

const [width, height, framesPerSecond] = [640, 480, 25];
const wrtc = loadWrtc();
const video = new wrtc.nonstandard.RTCVideoSource();
const audio = new wrtc.nonstandard.RTCAudioSource();
let peer: Peer | null = null;
let first: number | null = null;
let frames = 0;
let latencies: number[] = [];

const data = new Uint8Array((width * height * 3) / 2).fill(128);
let step = 0;
/** Something that moves on a ground that does not. */
const draw = (): void => {
  step += 1;
  const luma = data.subarray(0, width * height);
  for (let row = 32; row < height; row += 1) {
    for (let column = 0; column < width; column += 8) {
      luma.fill(((row >> 3) * 37 + column) & 127, row * width + column, row * width + column + 8);
    }
  }
  const left = (step * 6) % (width - 160);
  for (let row = 120; row < 360; row += 1)
    luma.fill(200 - (row & 63), row * width + left, row * width + left + 160);
  drawStamp(luma, width, height, stamp(Date.now()));
  video.onFrame({ width, height, data });
};
const silence = new Int16Array(480);
let spoken = 0;
const speak = (): void => {
  const due = Math.floor(performance.now() / 10);
  for (spoken = Math.max(spoken, due - 10); spoken < due; spoken += 1) {
    audio.onData({
      samples: silence,
      sampleRate: 48_000,
      channelCount: 1,
      bitsPerSample: 16,
      numberOfFrames: 480,
    });
  }
};

function begin(): void {
  setInterval(draw, 1000 / framesPerSecond);
  setInterval(speak, 10);
  const both = { audio: true, video: true };
  peer = createPeer({
    wrtc,
    meet: { type: 'meet', party: 'operator', sends: both, wants: both, attempt: 0, ice: [] },
    tracks: { audio: () => audio.createTrack(), video: () => video.createTrack() },
    signal: (signal) => process.send?.({ signal }),
    onTrack(track) {
      if (track.kind !== 'video') return;
      new wrtc.nonstandard.RTCVideoSink(track).onframe = ({ frame }) => {
        const now = Date.now();
        first ??= now;
        frames += 1;
        const late = stamp(now) - readStamp(frame.data, frame.width, frame.height);
        if (late >= 0 && late < 10_000) latencies = [...latencies.slice(-500), late];
      };
    },
    onFlow: () => undefined,
    now: () => performance.now(),
  });
}

process.on('message', (message: { do: 'offer' | 'seen' } | { do: 'take'; signal: CallSignal }) => {
  if (message.do === 'offer') begin();
  else if (message.do === 'take') peer?.take(message.signal);
  else process.send?.({ seen: { first, frames, latencies } });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
