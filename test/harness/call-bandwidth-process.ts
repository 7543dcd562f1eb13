import { loadWrtc } from '../../agent/call/media/wrtc.ts';

/**
 * Two parties of a call in one process, with the library and the settings of a call: one sends tones, the other says
 * how loud each of them is where it comes out. A process of its own, because the library may crash when it unloads.
 */
const { RTCPeerConnection, nonstandard } = loadWrtc();
const tones: number[] = JSON.parse(process.argv[2] ?? '[]');
const rate = 48_000;
const source = new nonstandard.RTCAudioSource();
const [here, there] = [new RTCPeerConnection(), new RTCPeerConnection()];
for (const [from, to] of [
  [here, there],
  [there, here],
] as const) {
  from.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate) void to.addIceCandidate(candidate).catch(() => undefined);
  });
}

const heard = new Map<number, number>();
let told: number[] = [];
there.addEventListener('track', ({ track }) => {
  const sink = new nonstandard.RTCAudioSink(track);
  sink.ondata = ({ samples, sampleRate }) => {
    if (sampleRate !== rate) return;
    told = [...told, ...samples].slice(-rate / 10);
    if (told.length < rate / 10) return;
    for (const tone of tones) heard.set(tone, levelOf(told, tone));
    told = [];
    process.send?.(Object.fromEntries(heard));
  };
});
here.addTransceiver(source.createTrack(), { direction: 'sendonly' });
await here.setLocalDescription(await here.createOffer());
await there.setRemoteDescription({ type: 'offer', sdp: here.localDescription?.sdp ?? '' });
await there.setLocalDescription(await there.createAnswer());
await here.setRemoteDescription({ type: 'answer', sdp: there.localDescription?.sdp ?? '' });

let sent = 0;
setInterval(() => {
  const samples = Int16Array.from({ length: rate / 100 }, (_sample, index) => {
    const at = (sent + index) / rate;
    return tones.reduce((sum, tone) => sum + 4000 * Math.sin(2 * Math.PI * tone * at), 0);
  });
  sent += samples.length;
  source.onData({
    samples,
    sampleRate: rate,
    channelCount: 1,
    bitsPerSample: 16,
    numberOfFrames: samples.length,
  });
}, 10);
process.on('disconnect', () => process.exit(0));

/** Amplitude of one tone in these samples, by Goertzel's algorithm. */
function levelOf(samples: readonly number[], tone: number): number {
  const turn = (2 * Math.PI * tone) / rate;
  let [last, before] = [0, 0];
  for (const sample of samples) [last, before] = [sample + 2 * Math.cos(turn) * last - before, last];
  const power = last ** 2 + before ** 2 - 2 * Math.cos(turn) * last * before;
  return (2 * Math.sqrt(power)) / samples.length;
}
