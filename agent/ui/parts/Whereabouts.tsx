import type { OfficeVersion } from '../../../protocol/content/compiled.ts';
import { useScreen } from './context.ts';

/** Address and town on one line, whatever the way of writing around them. */
export function Whereabouts({ place, language }: { place: OfficeVersion; language: string }) {
  const { dictionary } = useScreen();
  return <bdi>{`${place.address}${dictionary.in(language)('list.comma')}${place.town}`}</bdi>;
}
