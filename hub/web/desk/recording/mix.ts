/** The sound of several tracks as one. */
export interface Mix {
  stream: MediaStream;
  /** Whether the browser lets it sound: not before somebody touched a page that was loaded anew. */
  runs(): boolean;
  /** Mixes these tracks from now on, and no others. */
  follow(tracks: readonly MediaStreamTrack[]): void;
  stop(): void;
}

const touches = ['pointerdown', 'keydown'] as const;

export function createMix(): Mix {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  out.channelCount = 1;
  const sources = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();
  const wake = () => void context.resume();
  for (const touch of touches) document.addEventListener(touch, wake);
  wake();
  return {
    stream: out.stream,
    runs: () => context.state === 'running',
    follow: (tracks) => {
      const wanted = new Set(
        tracks.filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live'),
      );
      for (const [track, source] of sources) {
        if (wanted.has(track)) continue;
        source.disconnect();
        sources.delete(track);
      }
      for (const track of wanted) {
        if (sources.has(track)) continue;
        const source = context.createMediaStreamSource(new MediaStream([track]));
        source.connect(out);
        sources.set(track, source);
      }
    },
    stop: () => {
      for (const touch of touches) document.removeEventListener(touch, wake);
      void context.close();
    },
  };
}
