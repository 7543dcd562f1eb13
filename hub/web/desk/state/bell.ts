/** Two tones every two seconds, as European telephones ring inside a house. Hz and seconds. */
const tones = [
  { frequency: 425, at: 0, lasts: 0.4 },
  { frequency: 530, at: 0.45, lasts: 0.4 },
] as const;
const periodMs = 2_000;
const volume = 0.15;

/** Rings until the function that it gives is called. Without a touch on the page before, browsers keep it silent. */
export function startRinging(): () => void {
  const context = new AudioContext();
  const ring = () => {
    if (context.state !== 'running') return;
    for (const { frequency, at, lasts } of tones) {
      const tone = context.createOscillator();
      const gain = context.createGain();
      const start = context.currentTime + at;
      tone.frequency.value = frequency;
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(volume, start + 0.03);
      gain.gain.setValueAtTime(volume, start + lasts - 0.05);
      gain.gain.linearRampToValueAtTime(0, start + lasts);
      tone.connect(gain).connect(context.destination);
      tone.start(start);
      tone.stop(start + lasts);
    }
  };
  const timer = setInterval(ring, periodMs);
  void context.resume().then(ring, () => undefined);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
