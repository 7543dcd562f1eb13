import type { ClockFigures } from '../../../protocol/index.ts';
import { namesIn, type Roots } from './roots.ts';

/** Each service that sets the clock, by what it keeps in /run while it works. */
const marks: readonly { source: ClockFigures['source']; folder: string; name: RegExp }[] = [
  { source: 'chrony', folder: 'chrony', name: /^chronyd\.(pid|sock)$/ },
  { source: 'chrony', folder: '', name: /^chronyd\.pid$/ },
  { source: 'ntpd', folder: '', name: /^(ntpd|openntpd)\.pid$/ },
  { source: 'timesyncd', folder: 'systemd', name: /^timesync$/ },
];

/** Who sets the clock. No tool is asked: `timedatectl` starts a service of its own for each question. */
export async function readTimeSource(roots: Roots): Promise<ClockFigures['source']> {
  for (const { source, folder, name } of marks) {
    if ((await namesIn(`${roots.run}/${folder}`)).some((entry) => name.test(entry))) return source;
  }
  return 'none';
}
