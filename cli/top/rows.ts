import type { Health, Totem } from '../../protocol/index.ts';
import type { LocalStatus } from '../../protocol/local.ts';

/** One totem as `top` shows it, wherever it was heard of. */
export interface Row {
  id: string;
  name: string;
  site: string;
  groups: string[];
  online: boolean;
  /** The last sign of life, RFC 3339. */
  seen: string | null;
  content: string | null;
  /** What the totem should show, where that is something else. */
  wanted: string | null;
  health: Health | null;
}

export function rowOfTotem(totem: Totem): Row {
  const active = totem.reported?.content.active ?? null;
  const wanted = totem.desired.content?.release ?? null;
  return {
    id: totem.id,
    name: totem.name,
    site: totem.site === null ? '' : [totem.site.name, totem.site.town].filter(Boolean).join(', '),
    groups: totem.groups,
    online: totem.online,
    seen: totem.lastSeen,
    content: active,
    wanted: wanted === active ? null : wanted,
    health: totem.health,
  };
}

export function rowOfStatus(status: LocalStatus): Row {
  const { content } = status.reported;
  return {
    id: status.totem ?? 'not enrolled',
    name: '',
    site: status.hub ?? '',
    groups: [],
    online: status.online,
    seen: status.at,
    content: content.active,
    wanted: content.target === content.active ? null : content.target,
    health: status.health,
  };
}

/** A way to sort: what it goes by, and the text in the column. */
export interface Column {
  title: string;
  width: number;
  /** Numbers stand at the right. */
  right: boolean;
  text(row: Row, now: number): string;
  /** The larger, the further down when sorted upwards; `null` goes last in both directions. */
  weight(row: Row): number | string | null;
}

/** Columns of the fleet in the order in which they are given up where a terminal is narrow: the last ones first. */
export const columns: readonly Column[] = [
  { title: 'TOTEM', width: 16, right: false, text: ({ id }) => id, weight: ({ id }) => id },
  {
    title: 'STATE',
    width: 8,
    right: false,
    text: ({ online }) => (online ? 'online' : 'OFFLINE'),
    weight: ({ online }) => (online ? 1 : 0),
  },
  {
    title: 'FAULTS',
    width: 6,
    right: true,
    text: ({ health }) => (health ? String(health.faults.length) : '-'),
    weight: ({ health }) => health?.faults.length ?? null,
  },
  figure('CPU%', 5, ({ cpuPercent }) => cpuPercent),
  figure('MEM%', 5, ({ memoryUsedBytes, memoryTotalBytes }) => share(memoryUsedBytes, memoryTotalBytes)),
  figure('DISK%', 5, ({ diskUsedBytes, diskTotalBytes }) => share(diskUsedBytes, diskTotalBytes)),
  figure('TEMP', 5, ({ temperatureCelsius }) => temperatureCelsius),
  figure('FR/S', 5, ({ display }) => (display.state === 'off' ? null : display.framesPerSecond)),
  {
    title: 'SEEN',
    width: 6,
    right: true,
    text: ({ seen }, now) => age(seen, now),
    weight: ({ seen }) => (seen === null ? null : Date.parse(seen)),
  },
  {
    title: 'CONTENT',
    width: 24,
    right: false,
    text: ({ content, wanted }) => `${content ?? 'none'}${wanted === null ? '' : ` > ${wanted}`}`,
    weight: ({ content }) => content,
  },
  { title: 'NAME', width: 24, right: false, text: ({ name }) => name, weight: ({ name }) => name },
  { title: 'SITE', width: 24, right: false, text: ({ site }) => site, weight: ({ site }) => site },
];

function figure(title: string, width: number, read: (health: Health) => number | null): Column {
  const value = ({ health }: Row) => (health ? read(health) : null);
  return {
    title,
    width,
    right: true,
    text: (row) => {
      const number = value(row);
      return number === null ? '-' : String(Math.round(number));
    },
    weight: value,
  };
}

export function share(used: number, total: number): number | null {
  return total > 0 ? (used / total) * 100 : null;
}

/** How long ago, in a form that changes seldom: every changed character is sent over the line. */
export function age(moment: string | null, now: number): string {
  if (moment === null) return 'never';
  const seconds = Math.max(0, (now - Date.parse(moment)) / 1000);
  if (seconds < 60) return '<1min';
  if (seconds < 3600) return `${Math.floor(seconds / 60)}min`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}
