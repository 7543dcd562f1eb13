import {
  type Count,
  faces,
  questionOutcomes,
  type ReportProfile,
  reportProfiles,
  type UsageReport,
} from '../../protocol/index.ts';
import type { UsageCell } from './fold.ts';
import { percent, shown, shownParts } from './suppress.ts';

/** A cell with what was counted in it; site 0 is none. */
export interface UsageRow extends UsageCell {
  site: number;
  count: number;
}

export interface ReportScope {
  from: string;
  to: string;
  site?: number | undefined;
  language?: string | undefined;
  profile?: ReportProfile | undefined;
}

interface Named {
  name: string;
  count: Count;
}

/** Rows of a list at most. */
const longest = 50;

/** The report on these rows. Pure: what is filtered out does not count, what is small is not shown. */
export function reportOn(
  rows: readonly UsageRow[],
  scope: ReportScope,
  siteName: (id: number) => string,
): UsageReport {
  const wanted = rows.filter((row) => isWanted(row, scope));
  const of = (kind: string) => wanted.filter((row) => row.kind === kind);
  const [sessions, rated, asked, helped] = [
    of('session.ended'),
    of('session.rated'),
    of('question.asked'),
    of('answer.helped'),
  ];
  const total = sum(sessions);
  const idle = sum(sessions.filter(({ subject }) => subject === 'idle'));
  const lists = {
    asked: list(
      asked.filter(({ subject }) => subject !== ''),
      ({ subject }) => subject,
    ),
    viewed: list(of('card.viewed'), ({ subject }) => subject),
    helped: list(helped, ({ subject }) => subject),
    words: list(of('question.word'), ({ subject, language }) => `${language}\t${subject}`),
    abandoned: list(of('place.left'), ({ subject }) => subject),
  };
  const parts = <Name extends string>(
    all: readonly UsageRow[],
    names: readonly Name[],
    by: keyof UsageRow,
  ) => {
    const counts = shownParts(names.map((name) => sum(all.filter((row) => row[by] === name))));
    return (name: Name): Count => counts[names.indexOf(name)] ?? null;
  };
  const face = parts(rated, faces, 'subject');
  const outcome = parts(asked, questionOutcomes, 'detail');
  return {
    from: scope.from,
    to: scope.to,
    sessions: {
      total: shown(total),
      abandonedPercent: percent(idle, total),
      byDay: partition(sessions, ({ day }) => day),
      bySite: partition(sessions, ({ site }) => siteName(site)),
      byLanguage: partition(sessions, ({ language }) => language),
      byProfile: profilesOf(sessions),
    },
    satisfaction: {
      answers: shown(sum(rated)),
      good: face('good'),
      fair: face('fair'),
      poor: face('poor'),
      goodPercent: percent(sum(rated.filter(({ subject }) => subject === 'good')), sum(rated)),
    },
    questions: {
      asked: shown(sum(asked)),
      answered: outcome('answered'),
      unsure: outcome('unsure'),
      unanswered: outcome('unanswered'),
      answeredPercent: percent(sum(asked.filter(({ detail }) => detail === 'answered')), sum(asked)),
    },
    asked: lists.asked.rows.map(named),
    viewed: lists.viewed.rows.map(named),
    helped: lists.helped.rows.map(([card, answers]) => ({
      card,
      answers,
      helpedPercent: percent(
        sum(helped.filter((row) => row.subject === card && row.detail === 'yes')),
        answers,
      ),
    })),
    words: lists.words.rows.map(([key, count]) => {
      const [language = '', word = ''] = key.split('\t');
      return { word, language, count };
    }),
    abandoned: lists.abandoned.rows.map(named),
    hidden: Object.values(lists).reduce((all, { hidden }) => all + hidden, 0),
  };
}

function isWanted(row: UsageRow, { from, to, site, language, profile }: ReportScope): boolean {
  if (row.day < from || row.day > to) return false;
  if (site !== undefined && row.site !== site) return false;
  if (language !== undefined && row.language !== language) return false;
  if (profile === undefined) return true;
  // A word carries no profile, which is not the same as none.
  if (row.kind === 'question.word') return false;
  return profile === 'none' ? row.profiles === '' : row.profiles.split('+').includes(profile);
}

function named([name, count]: [string, number]): Named {
  return { name, count };
}

function sum(rows: readonly UsageRow[]): number {
  return rows.reduce((total, { count }) => total + count, 0);
}

function counted(rows: readonly UsageRow[], key: (row: UsageRow) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + row.count);
  return counts;
}

/** Every part of a whole, by name. */
function partition(rows: readonly UsageRow[], key: (row: UsageRow) => string): Named[] {
  const entries = [...counted(rows, key)].sort(([one], [other]) => (one < other ? -1 : 1));
  const counts = shownParts(entries.map(([, count]) => count));
  return entries.map(([name], index) => ({ name, count: counts[index] ?? null }));
}

/** The most frequent first; small ones are not listed, since their names alone tell something. */
function list(rows: readonly UsageRow[], key: (row: UsageRow) => string) {
  const entries = [...counted(rows, key)].sort(
    ([one, more], [other, less]) => less - more || (one < other ? -1 : 1),
  );
  const listed = entries.filter(([, count]) => shown(count) !== null);
  return { rows: listed.slice(0, longest), hidden: entries.length - listed.length };
}

/** Sessions with each profile, and with none: with none and with any are two parts of the whole. */
function profilesOf(sessions: readonly UsageRow[]): Named[] {
  const without = sum(sessions.filter(({ profiles }) => profiles === ''));
  const [none = null] = shownParts([without, sum(sessions) - without]);
  return reportProfiles.map((profile) => {
    if (profile === 'none') return { name: profile, count: none };
    return {
      name: profile,
      count: shown(sum(sessions.filter((row) => row.profiles.split('+').includes(profile)))),
    };
  });
}
