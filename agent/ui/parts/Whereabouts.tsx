import type { OfficeVersion } from '../../../protocol/content/compiled.ts';
import { useScreen } from './context.ts';

/** Address and town on one line, in the order of their language; each of them may be in other letters. */
export function Whereabouts({ place, language }: { place: OfficeVersion; language: string }) {
  const { dictionary } = useScreen();
  return (
    <span {...dictionary.writtenIn(language)}>
      <bdi>{place.address}</bdi>
      {dictionary.in(language)('list.comma')}
      <bdi>{place.town}</bdi>
    </span>
  );
}
