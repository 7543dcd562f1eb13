import { useEffect, useRef, useState } from 'preact/hooks';
import type { PartyName } from '../../../../../protocol/calls/messages.ts';
import type { CallView } from '../../../call/index.ts';
import { useDeskState, useParts } from '../../state/context.ts';
import type { DeskState } from '../../state/desk.ts';

/** What is being typed goes out at most this often (ms). */
const pace = 200;
const longest = 1000;

const textLostOf = (state: DeskState) => state.textLost;

const names = (from: PartyName, you: PartyName | null): string => {
  if (from === you) return 'You';
  if (from === 'citizen') return 'Citizen';
  return from === 'operator' ? 'Operator' : 'Colleague';
};

/** Real-time text (EN 301 549, 6.2): each sees the other's line grow; Enter finishes it. */
export function TextPanel({ call, listens }: { call: CallView; listens: boolean }) {
  const end = useRef<HTMLDivElement>(null);
  const textLost = useDeskState(textLostOf);
  const { lines, you } = call;
  const last = lines.at(-1);
  useEffect(() => end.current?.scrollIntoView({ block: 'nearest' }), [lines.length, last?.text]);
  return (
    <div class="texts">
      <div class="texts-lines" role="log" aria-label="Text of this call">
        {textLost ? (
          <p class="texts-none">
            This window was loaded again. What was written before is no longer here: it is nowhere kept.
          </p>
        ) : lines.length === 0 ? (
          <p class="texts-none">
            {listens
              ? 'Nothing has been written since you came.'
              : 'Nothing has been written. The citizen reads each letter as you type it.'}
          </p>
        ) : null}
        {lines.map((line) => (
          <p
            key={`${line.from} ${line.line}`}
            class={`line ${line.from === you ? 'line-own' : ''} ${line.final ? '' : 'line-growing'}`}
          >
            <span class="line-from">{names(line.from, you)}</span>
            <span class="line-text">{line.text}</span>
          </p>
        ))}
        <div ref={end} aria-hidden="true" />
      </div>
      {listens ? null : <Writing />}
    </div>
  );
}

function Writing() {
  const { session } = useParts();
  const [text, setText] = useState('');
  const sending = useRef<{ timer: ReturnType<typeof setTimeout> | undefined; last: string }>({
    timer: undefined,
    last: '',
  });
  useEffect(() => () => clearTimeout(sending.current.timer), []);

  function typed(value: string): void {
    setText(value);
    sending.current.last = value;
    sending.current.timer ??= setTimeout(() => {
      sending.current.timer = undefined;
      session.write(sending.current.last);
    }, pace);
  }

  function finish(event: SubmitEvent): void {
    event.preventDefault();
    clearTimeout(sending.current.timer);
    sending.current.timer = undefined;
    if (text.trim() === '') return;
    session.write(text, true);
    setText('');
  }

  return (
    <form class="writing" onSubmit={finish}>
      <label class="visually-hidden" for="writing">
        Write to the citizen
      </label>
      <input
        id="writing"
        class="form-control"
        placeholder="Write to the citizen"
        autocomplete="off"
        maxLength={longest}
        value={text}
        onInput={({ currentTarget }) => typed(currentTarget.value)}
      />
      <button type="submit" class="btn btn-primary btn-sm">
        Send
      </button>
    </form>
  );
}
