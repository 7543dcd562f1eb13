/** How often a level is told, in ms. */
const period = 100;

/**
 * Tells how loud a stream is, from 0 to 1, ten times a second: the root mean square of its samples, where normal
 * speech comes to about the middle. Ends when the function that it gives is called.
 */
export function watchLevel(stream: MediaStream, onLevel: (level: number) => void): () => void {
  if (stream.getAudioTracks().length === 0) return () => undefined;
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    onLevel(Math.min(1, Math.sqrt(power) * 4));
  }, period);
  // A context that began before anybody touched the page may be asleep.
  void context.resume();
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
