import { useEffect, useId, useRef } from 'preact/hooks';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { useFeedback } from './use.ts';

/** "Did this help?" under a card, or under an answer taken from it: said once in a session, or not at all. */
export function Helped({ card }: { card: string }) {
  const { session, words } = useScreen();
  const feedback = useFeedback();
  const question = useId();
  const thanks = useRef<HTMLParagraphElement>(null);
  const pressed = useRef(false);
  const helped = feedback.helped(card);

  // The button that was pressed is gone.
  useEffect(() => {
    if (helped !== undefined && pressed.current) thanks.current?.focus({ preventScroll: true });
  }, [helped]);

  if (helped !== undefined) {
    return (
      <p class="helped helped-said" tabIndex={-1} ref={thanks}>
        <Icon name="done" />
        <span>{words('feedback.heard')}</span>
      </p>
    );
  }
  const answer = (yes: boolean) => {
    pressed.current = true;
    feedback.help(card, yes, session);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row by every engine
    <div class="helped" role="group" aria-labelledby={question}>
      <p class="helped-question" id={question}>
        {words('feedback.helped')}
      </p>
      <button type="button" class="helped-button" onClick={() => answer(true)}>
        <Icon name="done" />
        <span>{words('feedback.yes')}</span>
      </button>
      <button type="button" class="helped-button" onClick={() => answer(false)}>
        <Icon name="cross" />
        <span>{words('feedback.no')}</span>
      </button>
    </div>
  );
}
