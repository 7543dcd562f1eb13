import { useEffect, useRef, useState } from 'preact/hooks';
import { wantsStillness } from '../profiles/index.ts';
import type { Sentence } from '../speech/index.ts';
import { Arm, Body, Brows, Eyes, Face, HairBehind, Mouth, Pupils } from './drawing.tsx';
import type { Mood } from './mood.ts';
import { followLips, type MouthName, mouthNames } from './mouth.ts';

/**
 * The assistant's figure. It says nothing that words beside it do not say, so nobody who does not see it misses
 * anything; it stands still for whoever wants no motion.
 */
export function Avatar({
  mood = 'idle',
  pointing = false,
  still = false,
  grave = false,
  sentence = null,
  now,
}: {
  mood?: Mood;
  /** Whether it shows something below it. */
  pointing?: boolean;
  /** A picture of it: nothing moves. */
  still?: boolean;
  /** No smile: somebody is in danger. */
  grave?: boolean;
  /** What it says now. */
  sentence?: Sentence | null;
  now?: () => number;
}) {
  const closed = grave ? 'lips' : 'rest';
  const mouth = useRef<HTMLDivElement>(null);
  // The arm is drawn when it is wanted for the first time.
  const [armed, setArmed] = useState(pointing);
  useEffect(() => setArmed((before) => before || pointing), [pointing]);

  useEffect(() => {
    const element = mouth.current;
    if (!element) return;
    // The mouth is set past the rendering: it changes some ten times a second.
    const show = (name: MouthName) => {
      element.dataset.mouth = name;
    };
    if (sentence === null || now === undefined || wantsStillness(document.documentElement)) {
      show(closed);
      return;
    }
    const end = followLips({
      sentence,
      now,
      show,
      frame: (next) => requestAnimationFrame(next),
      cancel: (handle) => cancelAnimationFrame(handle),
    });
    return () => {
      end();
      show(closed);
    };
  }, [sentence, now, closed]);

  return (
    <div
      class="avatar"
      aria-hidden="true"
      data-mood={mood}
      data-still={still || undefined}
      data-grave={grave || undefined}
      data-pointing={pointing || undefined}
    >
      <div class="avatar-head avatar-behind">
        <HairBehind />
      </div>
      <div class="avatar-body">
        <Body />
      </div>
      <div class="avatar-head">
        <Face />
        <div class="avatar-brows">
          <Brows />
        </div>
        <div class="avatar-eyes">
          <Eyes />
          <div class="avatar-pupils">
            <Pupils />
          </div>
        </div>
        <div class="avatar-mouth" ref={mouth} data-mouth={closed}>
          {mouthNames.map((name) => (
            <Mouth name={name} key={name} />
          ))}
        </div>
      </div>
      {armed && (
        <div class="avatar-arm">
          <Arm />
        </div>
      )}
    </div>
  );
}
