import { failure, success } from '../../protocol/index.ts';
import { openingAt } from '../../protocol/opening/index.ts';
import type { Library } from '../public/index.ts';
import type { OfficeHours } from './centre.ts';

const unread = { state: 'unread' } as const;
const later = failure('unavailable', 'the content cannot be read just now: ask again');

/**
 * Opening hours of offices as the published content has them. An office without hours as data is open whenever
 * somebody is at its desk, and so are those in `anyTime`.
 */
export function officeHours(
  library: Pick<Library, 'find' | 'lists'>,
  anyTime: readonly string[],
  now: () => number,
): OfficeHours {
  return {
    opens: async (id) => {
      const found = await library.find('office', id, null).catch(() => unread);
      if (found === unread) return later;
      const office =
        found.state === 'here' ? found.edition.content.offices.find((each) => each.id === id) : undefined;
      if (!office) {
        // The process that reads a release may have been ended, or be too slow on a machine that is just starting.
        return (await library.lists('office', id).catch(() => true))
          ? later
          : failure('not_found', `there is no office ${id} in the published content`, '/wish/office');
      }
      if (!office.opening || anyTime.includes(id)) return success(undefined);
      const state = openingAt(office.opening, now());
      return success(state.state === 'open' ? undefined : (state.opens?.instant ?? null));
    },
  };
}
