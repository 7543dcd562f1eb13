import { useLayoutEffect, useState } from 'preact/hooks';
import { officeOf, type Spoken, spoken } from '../content.ts';
import { useScreen } from '../parts/context.ts';
import type { CallClient } from './client.ts';
import { aimOf, type CallAim } from './wish.ts';

/** The call of the citizen’s session, drawn again at every change of it. */
export function useCall(): CallClient {
  const { calling } = useScreen();
  const [, redraw] = useState(0);
  useLayoutEffect(() => calling.subscribe(() => redraw((count) => count + 1)), [calling]);
  return calling;
}

/** What a call from here would be about. */
export function useAim(): CallAim {
  const { content, session, standsIn, assistant } = useScreen();
  return aimOf({ content, session, exchanges: assistant.talk().exchanges, standsIn });
}

/** An office's name, in the citizen's language or marked as another; its id where the content does not have it. */
export function useOfficeName(id: string | null): Spoken<string> | null {
  const { content, session } = useScreen();
  if (id === null) return null;
  const office = officeOf(content, id);
  const version = office && spoken(office.versions, session.language, content);
  if (!version) return { value: id, language: session.language, borrowed: false };
  return { ...version, value: version.value.name };
}
