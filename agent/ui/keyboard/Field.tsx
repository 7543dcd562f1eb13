import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import type { KeyboardKind } from './layouts.ts';

/** Where typed text stands, above a `Keyboard`; a real keyboard types into it as well. */
export function Field({
  value,
  onChange,
  label,
  placeholder = '',
  kind = 'text',
  limit = 120,
}: {
  value: string;
  onChange: (value: string) => void;
  /** Its name, for whoever does not see it. */
  label: string;
  placeholder?: string;
  kind?: KeyboardKind;
  limit?: number;
}) {
  const { words, session, dictionary } = useScreen();
  // What is typed goes its own way; as long as there is nothing, the hint goes that of its language.
  const text = value === '' ? dictionary.directionOf(session.language) : 'auto';
  return (
    <div class="field">
      <input
        class="field-input"
        type="text"
        dir={kind === 'text' ? text : 'ltr'}
        lang={session.language}
        inputMode="none"
        autoComplete="off"
        autoCapitalize="off"
        spellcheck={false}
        maxLength={limit}
        aria-label={label}
        placeholder={placeholder}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <button
        type="button"
        class="field-clear"
        aria-label={words('keyboard.clear')}
        disabled={value === ''}
        onClick={() => onChange('')}
      >
        <Icon name="cross" />
      </button>
    </div>
  );
}
