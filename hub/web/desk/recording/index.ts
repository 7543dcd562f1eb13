import type { Problem } from '../../../../protocol/errors.ts';
import type { CallView } from '../../call/index.ts';
import { type HandIn, recordSound, type SoundRecorder } from './recorder.ts';

export { type HandIn, recordsSound } from './recorder.ts';

/** Records the call that this desk is in, for as long as its citizen agrees. */
export interface Tape {
  follow(view: CallView): void;
  stop(): void;
}

export interface TapeOptions {
  handIn(call: string): HandIn;
  /** The operator's own camera and microphone. */
  local(): MediaStream | null;
  onSilent(): void;
  /** The sound of this call cannot be recorded any more, though its citizen agreed. */
  onFailed(call: string, problem: Problem): void;
}

export function createTape({ handIn, local, onSilent, onFailed }: TapeOptions): Tape {
  let recorder: SoundRecorder | null = null;

  const end = () => {
    recorder?.finish();
    recorder = null;
  };

  return {
    follow: (view) => {
      const { call, you, recording, state } = view;
      const now = you === 'operator' && state !== 'ended' && recording?.state === 'on' && recording.sound;
      if (!now) return end();
      if (!recorder) {
        const mine = recordSound({
          handIn: handIn(call),
          onSilent,
          onFailed: (problem) => {
            // After a no, or the end of the call, nothing is wanted of it any more.
            if (recorder === mine) onFailed(call, problem);
          },
        });
        recorder = mine;
      }
      recorder.follow(tracksOf(view, local()));
    },
    stop: end,
  };
}

/** Everybody who is heard: the others, and oneself. */
function tracksOf({ peers }: CallView, local: MediaStream | null): MediaStreamTrack[] {
  return [...peers.map(({ stream }) => stream), local].flatMap((stream) => stream?.getAudioTracks() ?? []);
}
