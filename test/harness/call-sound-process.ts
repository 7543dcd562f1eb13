import { createSound } from '../../agent/call/media/sound.ts';

/** The loudspeaker of a call, with a tone of one party in it. A process of its own, as a call's media always is. */
const sound = createSound(
  { source: 'none', sourceDevice: null, sink: 'pulsesink', sinkDevice: null },
  () => undefined,
  (message) => {
    throw new Error(message);
  },
);
const tone = Int16Array.from({ length: 480 }, (_sample, index) => 16_000 * Math.sin((index * Math.PI) / 24));

process.on('message', (volume) => sound.setVolume(Number(volume)));
process.on('disconnect', () => process.exit(0));
sound.setVolume(1);
sound.start();
setInterval(() => {
  sound.play('operator', {
    samples: tone,
    sampleRate: 48_000,
    channelCount: 1,
    bitsPerSample: 16,
    numberOfFrames: tone.length,
  });
}, 10);
