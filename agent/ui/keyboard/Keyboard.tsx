import { memo } from 'preact/compat';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import {
  type BoardName,
  boardsOf,
  type Command,
  type Key,
  type KeyboardKind,
  latinOnly,
  withoutLast,
} from './layouts.ts';

/** Characters that a text may have; a question or a telephone number is far below. */
const defaultLimit = 120;

/**
 * Keys on the glass for whoever has none: every one is a button, so a finger, the keypad's arrows and a screen
 * reader use them alike. What is typed belongs to whoever holds `value`; nothing of it stays here.
 */
export function Keyboard({
  value,
  onChange,
  onDone,
  kind = 'text',
  language,
  doneLabel,
  limit = defaultLimit,
}: {
  value: string;
  onChange: (value: string) => void;
  /** What the last key does; without it there is no such key. */
  onDone?: () => void;
  kind?: KeyboardKind;
  /** Language whose letters are wanted; that of the session when it is left out. */
  language?: string;
  doneLabel?: string;
  /** Characters that are taken at most. */
  limit?: number;
}) {
  const { session, words } = useScreen();
  const wanted = language ?? session.language;
  const latest = useRef({ value, onChange, onDone, limit });
  latest.current = { value, onChange, onDone, limit };

  const type = useCallback((text: string) => {
    const { value: before, onChange: change, limit: most } = latest.current;
    const next = before + text;
    if ([...next].length <= most) {
      // Two quick fingers may come before the next drawing.
      latest.current.value = next;
      change(next);
    }
  }, []);
  const erase = useCallback(() => {
    const next = withoutLast(latest.current.value);
    latest.current.value = next;
    latest.current.onChange(next);
  }, []);
  const done = useCallback(() => latest.current.onDone?.(), []);

  return (
    <div class="keyboard-area">
      {kind === 'text' && latinOnly(wanted) && (
        <p class="keyboard-note">
          <Icon name="info" />
          <span>{words('keyboard.latinOnly')}</span>
        </p>
      )}
      <Boards
        kind={kind}
        language={wanted}
        done={onDone !== undefined}
        doneLabel={doneLabel ?? words('keyboard.done')}
        label={words('keyboard.label')}
        eraseLabel={words('keyboard.erase')}
        spaceLabel={words('keyboard.space')}
        onType={type}
        onErase={erase}
        onDone={done}
      />
    </div>
  );
}

interface BoardsProps {
  kind: KeyboardKind;
  language: string;
  done: boolean;
  doneLabel: string;
  label: string;
  eraseLabel: string;
  spaceLabel: string;
  onType: (text: string) => void;
  onErase: () => void;
  onDone: () => void;
}

/** The keys. They are drawn again only for another board or language, never for a key that is pressed. */
const Boards = memo((props: BoardsProps) => {
  const { kind, language, done, onType, onErase, onDone } = props;
  const boards = useMemo(() => boardsOf(kind, language, done), [kind, language, done]);
  const first: BoardName = boards.letters ? 'letters' : 'figures';
  const [name, setName] = useState<BoardName>(first);
  useEffect(() => setName(first), [boards]);
  const board = boards[name] ?? boards[first] ?? [];

  function press(key: Key): void {
    if ('types' in key) onType(key.types);
    else if (key.command === 'erase') onErase();
    else if (key.command === 'space') onType(' ');
    else if (key.command === 'done') onDone();
    else setName(key.command);
  }

  const columns = Math.max(...board.map((row) => row.length));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      class={`keyboard keyboard-${kind}`}
      role="group"
      dir="ltr"
      aria-label={props.label}
      style={{ '--columns': columns }}
    >
      {board.map((row, index) => (
        <div class="keyboard-row" key={`${name}${index}`}>
          {row.map((key) => (
            <button
              key={'types' in key ? key.types : key.command}
              type="button"
              class={`key${'types' in key ? '' : ` key-${key.command}`}`}
              lang={'types' in key ? language : undefined}
              aria-label={'types' in key ? undefined : nameOf(key.command, props)}
              onClick={() => press(key)}
            >
              {'types' in key ? key.types : <Face command={key.command} {...props} />}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
});

/** What a switch between boards shows, in signs that are read everywhere. */
const switches = { figures: '123', latin: 'ABC' } as const;
const ownLetters: Record<string, string> = { ar: 'أ ب ت' };

function lettersOf(language: string): string {
  return ownLetters[language.split('-')[0] ?? language] ?? 'ABC';
}

function nameOf(command: Command, { doneLabel, eraseLabel, spaceLabel, language }: BoardsProps): string {
  switch (command) {
    case 'erase':
      return eraseLabel;
    case 'space':
      return spaceLabel;
    case 'done':
      return doneLabel;
    case 'letters':
      return lettersOf(language);
    default:
      return switches[command];
  }
}

function Face({ command, ...props }: BoardsProps & { command: Command }) {
  if (command === 'erase') return <Icon name="erase" />;
  if (command === 'space') return <span class="key-bar" />;
  return <span>{nameOf(command, props)}</span>;
}
