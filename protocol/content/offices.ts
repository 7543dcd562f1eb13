import type { OpeningSchedule } from '../opening/index.ts';
import type { PlaceMap } from './compiled.ts';
import type { ContentFile } from './files.ts';
import type { Head } from './head.ts';
import { readMap } from './map.ts';
import { readOpening } from './opening.ts';
import type { Report } from './problems.ts';

/** Files of an office that are the same in all languages. */
export const officeFiles = ['opening.yaml', 'map.yaml'] as const;

export interface OfficeData {
  openings: Map<string, OpeningSchedule>;
  maps: Map<string, PlaceMap>;
}

/** Reads what stands beside the pages of offices, by the id of the office. */
export function readOfficeData(
  files: ReadonlyMap<string, ContentFile>,
  offices: ReadonlySet<string>,
  head: Head,
  report: Report,
): OfficeData {
  const data: OfficeData = { openings: new Map(), maps: new Map() };
  for (const file of files.values()) {
    const [top, id = '', name, ...rest] = file.path.split('/');
    if (top !== 'offices' || rest.length > 0) continue;
    const kind = officeFiles.find((known) => known === name);
    if (!kind) continue;
    if (!offices.has(id)) {
      const page = `offices/${id}/${head.defaultLanguage ?? '<language>'}.md`;
      report(file.path, 1, `there is no office ${id}: write ${page}, or remove this file`);
    }
    if (kind === 'opening.yaml') {
      const opening = readOpening(file, head, report);
      if (opening) data.openings.set(id, opening);
    } else {
      const map = readMap(file, head, report);
      if (map) data.maps.set(id, map);
    }
  }
  return data;
}
