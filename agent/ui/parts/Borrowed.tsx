import type { Spoken } from '../content.ts';
import { useScreen } from './context.ts';
import { Icon } from './Icon.tsx';

/** Says that what follows is not in the chosen language. */
export function Borrowed({ language }: { language: string }) {
  const { session, words, dictionary } = useScreen();
  const name = dictionary.nameOf(language, session.language);
  return (
    <p class="notice" {...dictionary.writtenIn(session.language)}>
      <Icon name="world" />
      <span>{words('translation.missing', { language: name })}</span>
    </p>
  );
}

/** The same in a list, where there is room for a word: the language that this is in. */
export function BorrowedMark({ version }: { version: Spoken<unknown> }) {
  const { session, dictionary } = useScreen();
  if (!version.borrowed) return null;
  return (
    <span class="borrowed-mark" {...dictionary.writtenIn(session.language)}>
      <Icon name="world" />
      {dictionary.nameOf(version.language, session.language)}
    </span>
  );
}
