import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';

/** Always there, in every state: how the citizen wants the totem. The keypad's help key presses it. */
export function ProfilesButton({ kind = '' }: { kind?: string }) {
  const { dispatch, words } = useScreen();
  return (
    <button
      type="button"
      class={`profiles-button ${kind}`}
      data-key="help"
      onClick={(event) => {
        // Around it may be what takes any touch for something else.
        event.stopPropagation();
        dispatch({ type: 'chooser_opened' });
      }}
    >
      <Icon name="accessibility" />
      <span>{words('profiles.button')}</span>
    </button>
  );
}
