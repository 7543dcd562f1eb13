/** Two soft notes, in Hz. */
const notes = [659.25, 880];

/** Plays two soft notes where the machine can; gives back a way to stop them. Silence is no error. */
export function chime(): () => void {
  try {
    const audio = new AudioContext();
    notes.forEach((pitch, index) => {
      const from = audio.currentTime + index * 0.22;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, from);
      volume.gain.linearRampToValueAtTime(0.12, from + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.001, from + 0.6);
      tone.connect(volume).connect(audio.destination);
      tone.start(from);
      tone.stop(from + 0.65);
    });
    return () => {
      if (audio.state !== 'closed') void audio.close().catch(() => undefined);
    };
  } catch {
    return () => undefined;
  }
}
