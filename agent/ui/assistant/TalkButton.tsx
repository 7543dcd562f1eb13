import { useEffect, useRef } from 'preact/hooks';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { useAssistant, useSpeech } from './use.ts';

/**
 * Held to talk; the microphone is open as long as it is held, and that is seen. Whoever cannot hold it, with keys
 * or otherwise, presses it once to begin and once to end.
 */
export function TalkButton() {
  const { words, session } = useScreen();
  const assistant = useAssistant();
  const { microphone } = useSpeech();
  const open = microphone === 'opening' || microphone === 'listening';
  const held = useRef<AbortController | null>(null);
  useEffect(() => () => held.current?.abort(), []);

  function hold(event: PointerEvent): void {
    if (event.button !== 0 || held.current) return;
    const lifted = new AbortController();
    held.current = lifted;
    assistant.listen(session.language);
    const release = () => {
      if (held.current !== lifted) return;
      held.current = null;
      lifted.abort();
      assistant.listened();
    };
    for (const end of ['pointerup', 'pointercancel'] as const) {
      window.addEventListener(end, release, { signal: lifted.signal });
    }
  }

  function toggle(event: MouseEvent): void {
    // A click that fingers or mice make has been dealt with already.
    if (event.detail !== 0) return;
    if (open) assistant.listened();
    else assistant.listen(session.language);
  }

  return (
    <button
      type="button"
      class="way-button talk"
      data-microphone={microphone}
      aria-pressed={open}
      onPointerDown={hold}
      onClick={toggle}
    >
      <Icon name="microphone" />
      <span>{words(open ? 'assistant.talking' : 'assistant.talk')}</span>
    </button>
  );
}
