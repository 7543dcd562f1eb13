import { useEffect, useRef } from 'preact/hooks';
import { Field, Keyboard } from '../keyboard/index.ts';
import { useScreen } from '../parts/context.ts';
import { longestLine } from './client.ts';
import type { CallView } from './types.ts';
import { useCall } from './use.ts';

/** The line that the citizen writes; the other side reads each letter as it comes. */
export function Writing({ view }: { view: CallView }) {
  const { words } = useScreen();
  const calling = useCall();
  const { draft } = calling.call();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus({ preventScroll: true }), []);
  return (
    <form
      class="meeting-writing"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        calling.finishLine();
      }}
    >
      <Field
        value={draft}
        onChange={calling.draft}
        label={words('call.field')}
        placeholder={words('call.field')}
        limit={longestLine}
      />
      <Keyboard
        value={draft}
        onChange={calling.draft}
        onDone={calling.finishLine}
        doneLabel={words('call.newLine')}
        language={view.wish.language}
        limit={longestLine}
      />
    </form>
  );
}
