import { useScreen } from '../parts/context.ts';
import { useOfficeName } from './use.ts';

/** An office's name, marked as being in another language where it is. */
export function OfficeName({ id }: { id: string | null }) {
  const { dictionary } = useScreen();
  const name = useOfficeName(id);
  if (name === null) return null;
  if (!name.borrowed) return <>{name.value}</>;
  return <bdi {...dictionary.writtenIn(name.language)}>{name.value}</bdi>;
}
