import { useEffect, useRef, useState } from 'preact/hooks';
import { chime } from '../chime.ts';
import { useScreen } from '../parts/context.ts';
import { ProfilesButton } from '../profiles/ProfilesButton.tsx';

/** The seconds at which the time left is told to whoever cannot see it, besides the first. */
const announced = (seconds: number) => seconds % 10 === 0 || seconds === 5;

/** Length of the countdown's ring in the units of its drawing. */
const ringLength = 2 * Math.PI * 54;

/** "Are you still there?": any tap but the one on "I am done" goes on with the session. */
export function Warning({ deadline, total }: { deadline: number; total: number }) {
  const { session, dispatch, words, now } = useScreen();
  const remaining = () => Math.max(0, Math.ceil((deadline - now()) / 1000));
  const [seconds, setSeconds] = useState(remaining);
  const [told, setTold] = useState(seconds);
  const dialog = useRef<HTMLDivElement>(null);
  const stay = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    const before = document.activeElement;
    stay.current?.focus({ preventScroll: true });
    const silence = chime();
    return () => {
      silence();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);

  useEffect(() => {
    const timer = setInterval(() => {
      const left = remaining();
      setSeconds(left);
      if (announced(left)) setTold(left);
    }, 200);
    return () => clearInterval(timer);
  }, [deadline]);

  const extend = () => dispatch({ type: 'extended' });

  function key(event: KeyboardEvent): void {
    if (event.key === 'Escape') extend();
    if (event.key !== 'Tab') return;
    const buttons = [...(dialog.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button.matches(':focus'));
    const next = (at + (event.shiftKey ? -1 : 1) + buttons.length) % buttons.length;
    buttons[next]?.focus();
    event.preventDefault();
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys have the buttons and Escape; this is for a stray finger
    // biome-ignore lint/a11y/noStaticElementInteractions: the same
    <div class="scrim" onClick={extend}>
      <div
        class="warning"
        ref={dialog}
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="warning-title"
        aria-describedby="warning-text"
        onKeyDown={key}
      >
        <div class="countdown" aria-hidden="true">
          <svg viewBox="0 0 120 120" aria-hidden="true" focusable="false">
            <circle class="countdown-track" cx="60" cy="60" r="54" />
            <circle
              class="countdown-left"
              cx="60"
              cy="60"
              r="54"
              stroke-dasharray={ringLength}
              stroke-dashoffset={ringLength * (1 - Math.min(1, (seconds * 1000) / total))}
            />
          </svg>
          <span class="countdown-number">{seconds}</span>
          <span class="countdown-unit">{words('warning.seconds', { count: seconds })}</span>
        </div>
        <h1 id="warning-title">{words('warning.title')}</h1>
        <p id="warning-text">
          {session.profiles.simple
            ? words('warning.simple', { stay: words('warning.stay') })
            : words('warning.text')}
        </p>
        <p class="visually-hidden" aria-live="assertive">
          {words('warning.announce', { count: told })}
        </p>
        <button type="button" class="main-button" data-key="back home" ref={stay} onClick={extend}>
          {words('warning.stay')}
        </button>
        <button
          type="button"
          class="quiet-button"
          onClick={(event) => {
            event.stopPropagation();
            dispatch({ type: 'left' });
          }}
        >
          {words('warning.leave')}
        </button>
        <ProfilesButton kind="wide" />
      </div>
    </div>
  );
}
