import type { WordKey } from '../languages/index.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import type { IconName } from '../parts/icons.ts';
import { RingBackKeys } from './RingBack.tsx';
import { isOver, isTalk } from './state.ts';
import type { CallWish } from './types.ts';
import { useCall } from './use.ts';
import { usualWish } from './wish.ts';

/** What can be done with the call now, in the lowest part of the screen. */
export function CallControls({ place }: { place: { office: string | null; subject: string | null } }) {
  const { words, session, dispatch, online } = useScreen();
  const calling = useCall();
  const { view, asked, wish, choosingOffice, ringBack } = calling.call();
  const back = () => dispatch({ type: 'returned' });

  function controls() {
    if (view && isTalk(view)) return null;
    if (view && isOver(view) && ringBack?.step === 'typing') return <RingBackKeys ringBack={ringBack} />;
    if (view && isOver(view)) {
      return (
        <>
          <Control
            icon="restart"
            name="call.again"
            disabled={!online}
            onPress={() => calling.ask(view.wish)}
          />
          <Control icon="back" name="call.back" main onPress={back} />
        </>
      );
    }
    if (view?.state === 'callback') {
      return (
        <>
          <Control icon="cross" name="call.giveUp" onPress={() => leave()} />
          <Control icon="people" name="call.reach" main onPress={() => calling.ask(view.wish)} />
        </>
      );
    }
    if (view || asked) {
      return (
        <>
          {view && <Control icon="clock" name="call.postpone" onPress={() => calling.postpone()} />}
          <Control icon="hangUp" name="call.leaveQueue" red onPress={() => leave()} />
        </>
      );
    }
    const wanted: CallWish | null =
      wish ?? (place.office === null ? null : usualWish(place.office, place.subject, session.language));
    if (wanted === null || choosingOffice) return null;
    return (
      <Control
        icon={wanted.mode === 'text' ? 'letters' : 'camera'}
        name={wanted.mode === 'text' ? 'call.startText' : 'call.start'}
        main
        disabled={!online}
        onPress={() => calling.ask(wanted)}
      />
    );
  }

  function leave(): void {
    calling.leave();
    back();
  }

  const shown = controls();
  if (shown === null) return null;
  if (ringBack?.step === 'typing') return shown;
  return (
    <section class="call-controls" aria-label={words('call.controls')}>
      {shown}
    </section>
  );
}

function Control({
  icon,
  name,
  main = false,
  red = false,
  disabled = false,
  onPress,
}: {
  icon: IconName;
  name: WordKey;
  main?: boolean;
  red?: boolean;
  disabled?: boolean;
  onPress: () => void;
}) {
  const { words } = useScreen();
  return (
    <button
      type="button"
      class={`call-control${main ? ' call-main' : ''}${red ? ' call-red' : ''}`}
      disabled={disabled}
      onClick={onPress}
    >
      <Icon name={icon} />
      <span>{words(name)}</span>
    </button>
  );
}
