import { blackPicture } from '../../../agent/call/media/camera.ts';
import { type MediaDevices, type MediaSession, openMedia } from '../../../agent/call/media/session.ts';
import type { OpenMedia } from '../../../agent/call/messages.ts';
import type { CallSignal } from '../../../protocol/calls/messages.ts';
import { drawStamp, stamp } from './barcode.ts';
import { createEar, isBeeping } from './beep.ts';
import { kept } from './end.ts';

/**
 * All that a totem's media process does, with pictures that carry the moment at which they were drawn instead of a
 * camera, and beeps instead of a microphone. What it composes goes to the socket in the arguments.
 */

const [, , face = null, width = '640', height = '480', framesPerSecond = '25'] = process.argv;
const open: OpenMedia = {
  type: 'open',
  video: {
    source: 'test',
    device: null,
    width: Number(width),
    height: Number(height),
    framesPerSecond: Number(framesPerSecond),
  },
  sound: { source: 'test', sourceDevice: null, sink: 'none', sinkDevice: null },
  face,
};
let beeps: number[] = [];

/** Something that moves on a ground that does not. */
const createCamera: MediaDevices['createCamera'] = (settings, onPicture) => {
  const wide = settings.width;
  const high = settings.height;
  const ground = blackPicture(wide, high).data;
  for (let row = 0; row < high; row += 1) {
    for (let column = 0; column < wide; column += 8) {
      ground.fill(((row >> 3) * 37 + column) & 127, row * wide + column, row * wide + column + 8);
    }
  }
  let step = 0;
  const draw = (): void => {
    step += 1;
    const data = new Uint8Array(ground);
    const left = (step * 6) % (wide - wide / 4);
    for (let row = high / 4; row < (high * 3) / 4; row += 1) {
      data.fill(200 - (row & 63), row * wide + left, row * wide + left + wide / 4);
    }
    drawStamp(data, wide, high, stamp(Date.now()));
    onPicture({ width: wide, height: high, data });
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    start() {
      timer ??= setInterval(draw, 1000 / settings.framesPerSecond);
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
    },
  };
};

const createSound: MediaDevices['createSound'] = (_settings, onPiece) => {
  const silence = new Int16Array(480);
  const tone = silence.map((_sample, index) => Math.round(12_000 * Math.sin((index * Math.PI) / 24)));
  const ear = createEar();
  let spoken = 0;
  const speak = (): void => {
    const due = Math.floor(Date.now() / 10);
    for (spoken = Math.max(spoken, due - 10); spoken < due; spoken += 1) {
      onPiece((isBeeping(spoken * 10) ? tone : silence).slice());
    }
  };
  return {
    start() {
      setInterval(speak, 10);
    },
    setVolume: () => undefined,
    play(_party, { samples }) {
      const loudness = samples.reduce((sum, sample) => sum + Math.abs(sample), 0) / samples.length;
      const late = ear(Date.now(), loudness > 1000);
      if (late !== null) beeps = [...beeps.slice(-kept), late];
    },
    drop: () => undefined,
  };
};

const session: MediaSession = openMedia(
  open,
  (message) => {
    if (message.type === 'signal') process.send?.({ signal: message.signal });
    else if (message.type === 'face') process.send?.({ ready: true });
    else if (message.type === 'device_failed' || message.type === 'missing') throw new Error(message.message);
  },
  { createCamera, createSound },
);

process.on('message', (message: { do: 'offer' | 'beeps' } | { do: 'take'; signal: CallSignal }) => {
  const both = { audio: true, video: true };
  if (message.do === 'offer') {
    session.take({ type: 'meet', party: 'operator', sends: both, wants: both, attempt: 0, ice: [] });
  } else if (message.do === 'take') {
    session.take({ type: 'signal', party: 'operator', signal: message.signal });
  } else process.send?.({ beeps });
});
process.on('disconnect', () => process.exit(0));
