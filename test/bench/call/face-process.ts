import { pullAll } from '../../../agent/call/media/pull.ts';
import { childOf, describeError, loadBinding, playable } from '../../../agent/gstreamer/index.ts';
import { readStamp, stamp } from './barcode.ts';
import { kept, longest } from './end.ts';

/** Takes a call's composed picture from its socket, where the display takes it, and reads the moments drawn into it. */

const [, , socket = '', wide = '640', high = '480'] = process.argv;
const [width, height] = [Number(wide), Number(high)];
const { Pipeline } = loadBinding();
const pipeline = new Pipeline(
  [
    'shmsrc name=socket is-live=true do-timestamp=true',
    `video/x-raw,format=I420,width=${width},height=${height},framerate=0/1`,
    'appsink name=picture max-buffers=2 drop=true sync=false async=false',
  ].join(' ! '),
);
childOf(pipeline, 'socket')['socket-path'] = socket;
const player = playable(pipeline, (message) => {
  if (message.type === 'error') throw new Error(describeError(message));
});

let first: number | null = null;
let frames = 0;
let latencies: number[] = [];
let last = 0;
player.play();
pullAll(childOf(pipeline, 'picture'), (data) => {
  const now = Date.now();
  const value = readStamp(data, width, height);
  const late = stamp(now) - value;
  // One that was seen already is there again for the citizen's own picture; one without a moment shows that alone.
  if (value === last || late < 0 || late > longest) return;
  last = value;
  first ??= now;
  frames += 1;
  latencies = [...latencies.slice(-kept), late];
});
process.on('message', () => process.send?.({ picture: { first, frames, latencies } }));
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
