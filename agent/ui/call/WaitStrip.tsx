import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import { isQueue } from './state.ts';
import { useCall } from './use.ts';
import { useWait } from './wait.ts';

/** While the citizen reads on in the queue: how it stands, and the way back to it. */
export function WaitStrip() {
  const { words, open } = useScreen();
  const { view } = useCall().call();
  const wait = useWait(view);
  if (view === null) return null;
  if (view.state === 'callback') {
    return (
      <button type="button" class="wait-strip" onClick={() => open(placeOf(view.wish))}>
        <Icon name="clock" />
        <span>{words('call.keptStrip')}</span>
        <Icon name="forward" />
      </button>
    );
  }
  if (!isQueue(view)) return null;
  return (
    <button type="button" class="wait-strip" onClick={() => open(placeOf(view.wish))}>
      <Icon name="people" />
      <span>
        {view.position === null ? words('call.ringing') : words('call.strip', { place: view.position, wait })}
      </span>
      <Icon name="forward" />
    </button>
  );
}

function placeOf({ office, subject }: { office: string; subject: string | null }) {
  return { kind: 'call' as const, office, subject };
}
