import { spoken } from '../content.ts';
import { useScreen } from './context.ts';

/** A short text of the content, in the citizen's language or marked as being in another. */
export function Said({ texts }: { texts: Record<string, string> }) {
  const { content, session, dictionary } = useScreen();
  const version = spoken(texts, session.language, content);
  if (!version) return null;
  if (!version.borrowed) return <>{version.value}</>;
  return <bdi {...dictionary.writtenIn(version.language)}>{version.value}</bdi>;
}
