import { afterWindow, decibelsOf, silentVoice, speech } from '../../../protocol/calls/speech.ts';

/**
 * Tells how loud a stream is, from 0 to 1, ten times a second: the root mean square of its samples, where normal
 * speech comes to about the middle. Ends when the function that it gives is called.
 */
export function watchLevel(stream: MediaStream, onLevel: (level: number) => void): () => void {
  return watchPower(stream, (power) => onLevel(Math.min(1, Math.sqrt(power) * 4)));
}

/** Tells when somebody begins and ends to speak in a stream, as on the totem. Ends like `watchLevel`. */
export function watchSpeech(stream: MediaStream, onChange: (speaks: boolean) => void): () => void {
  let voice = silentVoice;
  return watchPower(stream, (power) => {
    const before = voice.speaks;
    voice = afterWindow(voice, decibelsOf(power));
    if (voice.speaks !== before) onChange(voice.speaks);
  });
}

/** Tells the mean square of a stream's samples once for each window of sound. */
function watchPower(stream: MediaStream, onPower: (power: number) => void): () => void {
  if (stream.getAudioTracks().length === 0) return () => undefined;
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    onPower(power);
  }, speech.window);
  // A context that began before anybody touched the page may be asleep.
  void context.resume();
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
