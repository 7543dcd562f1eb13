import type { Count, UsageReport } from '../../protocol/index.ts';

/** The report as CSV (RFC 4180), a number a line: what it is of, which one, and the number; empty where too small. */
export function csvOf(report: UsageReport): string {
  const { sessions, satisfaction, questions } = report;
  const lines: [part: string, name: string, language: string, value: Count][] = [
    ['sessions', 'total', '', sessions.total],
    ['sessions', 'abandoned percent', '', sessions.abandonedPercent],
    ...sessions.byDay.map(({ name, count }) => line('sessions by day', name, count)),
    ...sessions.bySite.map(({ name, count }) => line('sessions by site', name, count)),
    ...sessions.byLanguage.map(({ name, count }) => line('sessions by language', name, count)),
    ...sessions.byProfile.map(({ name, count }) => line('sessions by profile', name, count)),
    ...Object.entries(satisfaction).map(([name, count]) => line('satisfaction', spaced(name), count)),
    ...Object.entries(questions).map(([name, count]) => line('questions', spaced(name), count)),
    ...report.asked.map(({ name, count }) => line('cards asked for', name, count)),
    ...report.viewed.map(({ name, count }) => line('cards opened', name, count)),
    ...report.helped.flatMap(({ card, answers, helpedPercent }) => [
      line('help answers', card, answers),
      line('helped percent', card, helpedPercent),
    ]),
    ...report.words.map(({ word, language, count }): (typeof lines)[number] => [
      'words without answer',
      word,
      language,
      count,
    ]),
    ...report.abandoned.map(({ name, count }) => line('abandoned at', name, count)),
  ];
  const head = ['from', 'to', 'part', 'name', 'language', 'value'];
  const rows = lines.map(([part, name, language, value]) => [
    report.from,
    report.to,
    part,
    name,
    language,
    value === null ? '' : String(value),
  ]);
  return tableOf(head, rows);
}

/** A table in RFC 4180. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function line(part: string, name: string, value: Count): [string, string, string, Count] {
  return [part, name, '', value];
}

function spaced(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Quoted where it must be; a text that a spreadsheet would take for a formula begins with an apostrophe. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
