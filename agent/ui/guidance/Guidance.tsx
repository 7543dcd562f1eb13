import { useEffect, useRef } from 'preact/hooks';
import { useScreen } from '../parts/context.ts';
import { described, introduced, own } from './describe.ts';
import { textsOf } from './pieces.ts';
import { createTeller, type Teller } from './teller.ts';

/** Changes of one moment are told together, and after what a key has brought about, in ms. */
const settled = 300;

const dialogs = '[role="dialog"], [role="alertdialog"]';
/** What is told when it changes. The assistant's answers are spoken by the assistant, unless its voice is off. */
const live = '[role="status"]:not(.mood), [role="alert"], [aria-live]:not([aria-live="off"])';

/**
 * Tells everything while the speech guidance is on: each screen as it comes, each thing that the focus comes to, each
 * change. Whoever opens the choice of profiles by a key is told it as well, since they may not see it.
 */
export function Guidance() {
  const { session, dispatch, words, speech, assistant } = useScreen();
  const guided = session.profiles.guidance && session.state !== 'attract';

  const latest = useRef({ words, guided, session });
  latest.current = { words, guided, session };
  const held = useRef<Teller | null>(null);
  held.current ??= createTeller(speech, () => latest.current.words);
  const teller = held.current;

  useEffect(() => {
    if (!guided) return;
    const { words: say } = latest.current;
    const alone = speech.state().privateListening;
    teller.tell([
      ...own(say('guidance.intro')),
      ...own(alone ? say('guidance.private') : ''),
      ...(document.activeElement?.matches('.scroller h1') ? described(document.activeElement, say) : []),
    ]);
  }, [guided]);

  // Headphones that are plugged in are a wish to hear.
  useEffect(() => {
    let before = plugged();
    function plugged(): boolean | null {
      const { languages, privateListening } = speech.state();
      return languages.length === 0 ? null : privateListening;
    }
    return speech.subscribe(() => {
      const now = plugged();
      const was = before;
      before = now;
      if (was === null || now === null || was === now) return;
      const { guided: on, words: say } = latest.current;
      if (on) teller.tell(own(say(now ? 'guidance.private' : 'guidance.loud')));
      else if (now) {
        dispatch({ type: 'started', language: null });
        dispatch({ type: 'profile_switched', profile: 'guidance', on: true });
      }
    });
  }, [speech]);

  useEffect(() => {
    let dialog: Element | null = null;
    const wanted = (element: Element) =>
      latest.current.guided ||
      (latest.current.session.state !== 'attract' &&
        document.documentElement.dataset.keys !== undefined &&
        element.closest('.chooser') !== null);

    const came = (event: FocusEvent) => {
      const target = event.target;
      if (!(target instanceof Element)) return;
      const { words: say, guided: on } = latest.current;
      const into = target.closest(dialogs);
      const entered = into !== null && into !== dialog;
      dialog = into;
      if (!wanted(target)) return;
      // It is being spoken already.
      if (target.matches('.bubble') && assistant.talk().aloud) return;
      const title = into?.getAttribute('aria-labelledby') ?? null;
      const offer = !on && target.getAttribute('aria-labelledby') === 'profile-guidance-name';
      teller.tell([
        ...(entered && into && target.id !== title ? introduced(into) : []),
        ...described(target, say),
        ...own(offer ? say('guidance.offer') : ''),
      ]);
    };

    // What a press has changed about the control itself.
    const pressed = (event: Event) => {
      const control = event.target instanceof Element ? event.target.closest('button, input') : null;
      if (!(control instanceof HTMLElement) || !wanted(control)) return;
      if (control instanceof HTMLInputElement) {
        teller.tell(described(control, latest.current.words), { aloud: true });
        return;
      }
      const keyboard = control.closest('.keyboard');
      if (keyboard) {
        const { words: say } = latest.current;
        // Figures of a telephone number are heard by the citizen alone.
        const open = keyboard.matches('.keyboard-text') || speech.state().privateListening;
        teller.tell(open ? described(control, say) : own(say('guidance.typedMark')));
        return;
      }
      const before = stateIn(control);
      requestAnimationFrame(() => {
        if (!control.isConnected || document.activeElement !== control || stateIn(control) === before) return;
        // What turned the guidance on is told by its first words.
        if (wanted(control) && !control.matches('[aria-labelledby="profile-guidance-name"]'))
          teller.tell(described(control, latest.current.words));
      });
    };

    document.addEventListener('focusin', came);
    document.addEventListener('click', pressed, { capture: true });
    return () => {
      document.removeEventListener('focusin', came);
      document.removeEventListener('click', pressed, { capture: true });
    };
  }, [assistant, teller]);

  useEffect(() => {
    if (!guided) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const regions = new Set<Element>();
    const changes = new MutationObserver((records) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest(live);
        if (region) regions.add(region);
      }
      if (regions.size === 0 || timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        const changed = [...regions].filter(
          (region) =>
            region.isConnected &&
            !region.closest('[inert]') &&
            !(region.matches('.bubble') && assistant.talk().aloud),
        );
        regions.clear();
        const pieces = changed.flatMap((region) => textsOf(region));
        if (pieces.length > 0) teller.tell(pieces, { when: 'after' });
      }, settled);
    });
    changes.observe(document.body, { childList: true, characterData: true, subtree: true });
    return () => {
      changes.disconnect();
      clearTimeout(timer);
    };
  }, [guided, assistant, teller]);

  return null;
}

function stateIn(control: Element): string {
  return `${control.getAttribute('aria-checked')}/${control.getAttribute('aria-pressed')}`;
}
