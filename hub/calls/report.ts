import {
  type CallReport,
  type CallReportQuery,
  callModes,
  callOrigins,
  callOutcomes,
} from '../../protocol/calls/index.ts';
import { type Count, failure, maximumReportDays, type Result, success } from '../../protocol/index.ts';
import { shownParts, tableOf } from '../report/index.ts';
import { callFigures } from './figures.ts';
import type { CallRecord, CallRecords } from './records.ts';

/** Days of a report where none are named. */
const usualDays = 28;

export interface CallReportOptions {
  records: Pick<CallRecords, 'between'>;
  serviceLevelSeconds: number;
  now: () => number;
}

/** The report on calls; `invalid` names the field. */
export async function callReport(
  query: CallReportQuery,
  { records, serviceLevelSeconds, now }: CallReportOptions,
): Promise<Result<CallReport>> {
  const to = query.to ?? dayOf(now());
  const from = query.from ?? dayOf(startOf(to) - (usualDays - 1) * 86_400_000);
  if (from > to) return failure('invalid', 'the first day comes after the last one', '/from');
  const days = Math.round((startOf(to) - startOf(from)) / 86_400_000) + 1;
  if (Number.isNaN(days)) return failure('invalid', 'there is no such day', '/from');
  if (days > maximumReportDays) {
    return failure('invalid', `a report is of at most ${maximumReportDays} days`, '/from');
  }
  const rows = await records.between(startOf(from), endOf(to));
  return success(callReportOn(rows, { from, to, office: query.office }, serviceLevelSeconds));
}

/** Pure: the report on these calls, those under way among them. */
export function callReportOn(
  all: readonly CallRecord[],
  { from, to, office }: { from: string; to: string; office?: string | undefined },
  serviceLevelSeconds: number,
): CallReport {
  const calls = office === undefined ? all : all.filter((call) => call.office === office);
  const figures = (of: readonly CallRecord[]) => callFigures(of, serviceLevelSeconds);
  const offered = calls.filter(({ outcome }) => outcome !== 'closed');
  const lists = {
    languages: shownList(offered.map(({ language }) => language)),
    subjects: shownList(offered.map(({ subject }) => subject ?? '')),
    tags: shownList(offered.flatMap(({ tags }) => tags)),
  };
  return {
    from,
    to,
    serviceLevelSeconds,
    total: figures(calls),
    byOffice: groups(calls, (call) => call.office).map(([name, of]) => ({ office: name, ...figures(of) })),
    byDay: groups(calls, ({ asked }) => dayOf(asked)).map(([day, of]) => ({ day, ...figures(of) })),
    byOutcome: callOutcomes.map((name) => ({
      name,
      count: calls.filter(({ outcome }) => outcome === name).length,
    })),
    byOrigin: parts(callOrigins, (name) => offered.filter(({ origin }) => origin === name).length),
    byMode: parts(callModes, (name) => offered.filter(({ mode }) => mode === name).length),
    byLanguage: lists.languages.shown,
    bySubject: lists.subjects.shown,
    byTag: lists.tags.shown,
    hidden: lists.languages.hidden + lists.subjects.hidden + lists.tags.hidden,
  };
}

/** The report as CSV, a number a line. */
export function callTable(report: CallReport): string {
  const lines: [part: string, name: string, figure: string, value: number | null][] = [];
  const add = (
    part: string,
    name: string,
    { offered, answered, abandoned, serviceLevel, meanWait }: Figures,
  ) => {
    lines.push(
      [part, name, 'offered', offered],
      [part, name, 'answered', answered],
      [part, name, 'abandoned', abandoned],
      [part, name, `answered within ${report.serviceLevelSeconds} s, share`, serviceLevel],
      [part, name, 'mean wait in seconds', meanWait],
    );
  };
  add('total', '', report.total);
  for (const each of report.byOffice) add('office', each.office, each);
  for (const each of report.byDay) add('day', each.day, each);
  const counts = {
    outcome: report.byOutcome,
    origin: report.byOrigin,
    mode: report.byMode,
    language: report.byLanguage,
    subject: report.bySubject,
    tag: report.byTag,
  };
  for (const [part, list] of Object.entries(counts)) {
    for (const { name, count } of list) lines.push([part, name, 'calls', count]);
  }
  return tableOf(
    ['from', 'to', 'part', 'name', 'figure', 'value'],
    lines.map(([part, name, figure, value]) => [
      report.from,
      report.to,
      part,
      name,
      figure,
      value === null ? '' : String(value),
    ]),
  );
}

type Figures = CallReport['total'];

function groups(
  calls: readonly CallRecord[],
  key: (call: CallRecord) => string,
): [string, readonly CallRecord[]][] {
  return Object.entries(Object.groupBy(calls, key))
    .map(([name, of]): [string, readonly CallRecord[]] => [name, of ?? []])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

function parts<Name extends string>(names: readonly Name[], countOf: (name: Name) => number) {
  const counts = shownParts(names.map(countOf));
  return names.map((name, place) => ({ name, count: counts[place] ?? null }));
}

/** The names that are often enough to be told of, most first. */
function shownList(names: readonly string[]): { shown: { name: string; count: Count }[]; hidden: number } {
  const counted = Object.entries(Object.groupBy(names, (name) => name)).map(
    ([name, of]) => [name, of?.length ?? 0] as const,
  );
  counted.sort(([one, first], [other, second]) => second - first || (one < other ? -1 : 1));
  const counts = shownParts(counted.map(([, count]) => count));
  const shown = counted.flatMap(([name], place) => {
    const count = counts[place] ?? null;
    return count === null ? [] : [{ name, count }];
  });
  return { shown, hidden: counted.length - shown.length };
}

/** The day of a moment where the hub is, as the desk's figures begin anew at midnight there. */
function dayOf(moment: number): string {
  const date = new Date(moment);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function startOf(day: string): number {
  return new Date(`${day}T00:00:00`).getTime();
}

function endOf(day: string): number {
  const date = new Date(startOf(day));
  date.setDate(date.getDate() + 1);
  return date.getTime();
}
