import { useEffect, useState } from 'preact/hooks';
import { watchSpeech } from '../../call/index.ts';

/** Whether somebody speaks in this stream now. */
export function useSpeaks(stream: MediaStream | null | undefined): boolean {
  const [speaks, setSpeaks] = useState(false);
  // Tracks are put into a stream by and by, of which it tells nobody: at each the call is drawn anew.
  const sounds = (stream?.getAudioTracks().length ?? 0) > 0;
  useEffect(() => {
    setSpeaks(false);
    if (stream && sounds) return watchSpeech(stream, setSpeaks);
  }, [stream, sounds]);
  return speaks;
}
