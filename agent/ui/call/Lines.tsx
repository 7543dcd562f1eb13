import { useLayoutEffect, useRef } from 'preact/hooks';
import { useScreen } from '../parts/context.ts';
import { type Line, me } from './lines.ts';
import type { CallView } from './types.ts';
import { useCall } from './use.ts';

/** What is written on both sides, letter by letter as it is written: the field of captions, or the whole talk. */
export function Lines({ view }: { view: CallView }) {
  const { words } = useScreen();
  const { lines } = useCall().call();
  const end = useRef<HTMLOListElement>(null);
  // At every drawing: what is beside it may have taken its room.
  useLayoutEffect(() => end.current?.scrollTo({ top: end.current.scrollHeight }));
  const written = lines.filter(({ text, final }) => text !== '' || !final);
  const heard = written.findLast(({ from, final }) => from !== me && final);
  return (
    <section class="lines" aria-label={words('call.lines')}>
      {written.length === 0 ? (
        <p class="lines-hint">{words(view.wish.mode === 'text' ? 'call.textHint' : 'call.linesHint')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
        <ol class="lines-list" ref={end} tabIndex={0}>
          {written.map((line) => (
            <Written key={`${line.from}/${line.line}`} line={line} view={view} />
          ))}
        </ol>
      )}
      {/* A line is told once it is finished, not letter by letter. */}
      <p class="visually-hidden" role="status">
        {heard && `${nameOf(heard, words, view)}: ${heard.text}`}
      </p>
    </section>
  );
}

function Written({ line, view }: { line: Line; view: CallView }) {
  const { words } = useScreen();
  const mine = line.from === me;
  return (
    <li class={`line${mine ? ' line-mine' : ''}`} data-final={line.final || undefined}>
      <span class="line-who">{nameOf(line, words, view)}</span>
      <span class="line-text" dir="auto" data-personal={mine || undefined}>
        {line.text}
        {!line.final && <span class="line-caret" aria-hidden="true" />}
      </span>
    </li>
  );
}

function nameOf({ from }: Line, words: ReturnType<typeof useScreen>['words'], view: CallView): string {
  if (from === me) return words('call.you');
  const party = view.parties.find((each) => each.party === from);
  if (party?.role === 'interpreter') return words('call.interpreter');
  return words(from === 'operator' ? 'call.operator' : 'call.guest');
}
