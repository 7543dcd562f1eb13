import { useSpeech } from '../assistant/use.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';

/** One press is a tenth, as on a key of the keypad. */
const step = 0.1;
const steps = 10;

/** How loud the other side is heard: the volume of the citizen's session, which the keypad's keys change as well. */
export function Volume() {
  const { words, speech } = useScreen();
  const { there, volume } = useSpeech();
  if (!there) return null;
  const level = Math.round(volume * steps);
  const change = (by: number) => () => speech.setVolume(volume + by);
  return (
    <section class="loudness" aria-label={words('call.volume')}>
      <button type="button" class="loudness-step" onClick={change(-step)}>
        <Icon name="quieter" />
        <span class="visually-hidden">{words('call.quieter')}</span>
      </button>
      <p class="loudness-level" role="status">
        <span class="visually-hidden">{words('call.volume')} </span>
        {level}
      </p>
      <button type="button" class="loudness-step" onClick={change(step)}>
        <Icon name="louder" />
        <span class="visually-hidden">{words('call.louder')}</span>
      </button>
    </section>
  );
}
