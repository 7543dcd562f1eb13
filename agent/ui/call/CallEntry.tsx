import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { useAim, useCall } from './use.ts';
import { type CallAim, usualWish, withOffice } from './wish.ts';

/** Whether a person can be called from here now. */
export function useCallable(): boolean {
  const { online, content } = useScreen();
  return useCall().offered() && online && content.offices.length > 0;
}

/**
 * The way to a person: one touch and the citizen is in the queue, as most want it; beside it the way to choose first
 * how. Nothing where nobody can be called.
 */
export function CallEntry({ aim, label }: { aim?: Partial<CallAim>; label?: string }) {
  const { words } = useScreen();
  const callable = useCallable();
  const begin = useBegin(aim);
  if (!callable) return null;
  return (
    <div class="call-entry">
      <button type="button" class="call-now" onClick={() => begin(true)}>
        <Icon name="camera" />
        <span>{label ?? words('call.entry')}</span>
      </button>
      <button type="button" class="call-how" onClick={() => begin(false)}>
        <span>{words('call.how')}</span>
        <Icon name="forward" />
      </button>
    </div>
  );
}

/** The same among the ways of the home screen. */
export function CallHomeEntry() {
  const { words } = useScreen();
  const callable = useCallable();
  const begin = useBegin();
  if (!callable) return null;
  return (
    <li>
      <button type="button" class="entry entry-call" onClick={() => begin(true)}>
        <Icon name="camera" />
        <span class="entry-words">
          <span class="entry-name">{words('call.home')}</span>
          <span class="entry-hint">{words('call.homeHint')}</span>
        </span>
      </button>
    </li>
  );
}

/** Opens the screen of the call: in the queue already, or with what can be chosen. */
export function useBegin(aim?: Partial<CallAim>): (atOnce: boolean) => void {
  const { open, session, content, standsIn } = useScreen();
  const calling = useCall();
  const here = useAim();
  return (atOnce) => {
    const { view, asked } = calling.call();
    const { office, subject } = aim
      ? withOffice({ office: null, subject: null, ...aim }, content, session.language, standsIn)
      : here;
    const first = office ?? content.offices[0]?.id ?? null;
    open({ kind: 'call', office: first, subject });
    // Who is in a queue already, or has a place kept in one, is shown that.
    if (view !== null || asked || first === null) return;
    const wish = usualWish(first, subject, session.language);
    if (atOnce && office !== null) return calling.ask(wish);
    calling.wish(wish);
    // Nobody is sent to an office that nothing speaks for.
    if (office === null) calling.chooseOffice(true);
  };
}
