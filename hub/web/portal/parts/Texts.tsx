import { useEffect, useRef, useState } from 'preact/hooks';
import type { CallView, Line } from '../../call/index.ts';
import { officeOf } from '../state.ts';
import { useShown } from './context.ts';
import { Icon } from './Icon.tsx';
import { roleOf } from './Talk.tsx';

const longest = 1000;

/** Text in real time: each letter is on the other side as it is typed (ITU-T T.140 calls it so). */
export function Texts({ call }: { call: CallView }) {
  const { portal, words } = useShown();
  const [text, setText] = useState('');
  const end = useRef<HTMLElement>(null);
  useEffect(() => {
    end.current?.scrollTo({ top: end.current.scrollHeight });
  }, [call.lines]);
  const write = (value: string) => {
    setText(value);
    portal.write(value, false);
  };
  const send = () => {
    if (text.trim() === '') return;
    portal.write(text, true);
    setText('');
  };
  // What is not finished changes with every letter: it is on show, and read out when it is whole.
  const unfinished = call.lines.filter(({ final, from }) => !final && from !== call.you);
  return (
    <div class="texts">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <section class="lines" ref={end} tabIndex={0} aria-label={words('texts')}>
        <ol aria-live="polite" aria-relevant="additions">
          {call.lines
            .filter(({ final }) => final)
            .map((line) => (
              <Said key={`${line.from} ${line.line}`} line={line} call={call} />
            ))}
        </ol>
        {call.lines.length === 0 && <p class="quiet">{words('textsEmpty')}</p>}
        {unfinished.length > 0 && (
          <ol class="unfinished" aria-hidden="true">
            {unfinished.map((line) => (
              <Said key={line.from} line={line} call={call} />
            ))}
          </ol>
        )}
      </section>
      <form
        class="writing"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <input
          type="text"
          dir="auto"
          autoComplete="off"
          maxLength={longest}
          aria-label={words('textField')}
          placeholder={words('textField')}
          value={text}
          onInput={({ currentTarget }) => write(currentTarget.value)}
        />
        <button type="submit" class="main" aria-label={words('send')}>
          <Icon name="send" />
        </button>
      </form>
    </div>
  );
}

function Said({ line: { from, text }, call }: { line: Line; call: CallView }) {
  const { state, words } = useShown();
  const party = call.parties.find((each) => each.party === from) ?? { party: from, role: '', listens: false };
  const who = roleOf(party, words, officeOf(state)?.name ?? words('operator'));
  return (
    <li class={from === call.you ? 'mine' : ''}>
      <small>{who}</small>
      <span dir="auto">{text}</span>
    </li>
  );
}
