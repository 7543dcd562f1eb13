import { type Command, Option } from 'commander';
import {
  type Count,
  LanguageTag,
  type ReportProfile,
  type Result,
  reportProfiles,
  smallestCount,
  success,
  UsageReport,
  validatorOf,
} from '../../protocol/index.ts';
import {
  type Answer,
  argumentOf,
  type Context,
  countArgument,
  dayArgument,
  leaf,
  type Run,
} from '../command.ts';
import { countText, plain, table } from '../output/index.ts';

const parseReport = validatorOf(UsageReport);
const languageArgument = argumentOf(validatorOf(LanguageTag), 'It has to be a language tag such as it.');

interface Options {
  from?: string;
  to?: string;
  site?: number;
  language?: string;
  profile?: ReportProfile;
  rows: number;
}

export function addReport(parent: Command, run: Run): void {
  leaf(parent, 'report', 'How totems are used: counts from which nobody can be told.', [
    ['totem report', 'Reports on the last 28 days.'],
    ['totem report --from 2026-03-01 --to 2026-03-31 --site 2', 'Reports on a month at one site.'],
    [
      'totem report --profile guidance --json',
      'Gives what is known of those who have it spoken to a program.',
    ],
  ])
    .option('--from <day>', 'first day, such as 2026-03-01', dayArgument)
    .option('--to <day>', 'last day', dayArgument)
    .option('--site <id>', 'only totems at this site; totem site ls lists them', countArgument)
    .option('--language <tag>', 'only this language', languageArgument)
    .addOption(
      new Option('--profile <name>', 'only sessions with this profile, or with none').choices([
        ...reportProfiles,
      ]),
    )
    .option('--rows <count>', 'rows of each list at most', countArgument, 10)
    .action(run(report));
}

async function report(context: Context, { rows, ...filter }: Options): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const query = new URLSearchParams();
  for (const name of ['from', 'to', 'site', 'language', 'profile'] as const) {
    if (filter[name] !== undefined) query.set(name, String(filter[name]));
  }
  const answer = await hub.value.call('GET', `/report?${query}`, undefined, parseReport);
  if (!answer.ok) return answer;
  return success({ data: answer.value, text: textOf(answer.value, rows, context.width) });
}

/** The figures first, then the lists that are not empty. */
function textOf(usage: UsageReport, rows: number, width: number | undefined): string {
  const { sessions, satisfaction, questions } = usage;
  const figures = table(
    ['', ''],
    [
      ['Sessions', amount(sessions.total)],
      ['Left without a word', share(sessions.abandonedPercent)],
      ['Said how it was', amount(satisfaction.answers)],
      ['  of them well', share(satisfaction.goodPercent)],
      ['Questions', amount(questions.asked)],
      ['  answered', share(questions.answeredPercent)],
    ],
    width,
  ).trim();
  const lists: [head: string[], body: string[][]][] = [
    [['ASKED FOR', 'TIMES'], named(usage.asked)],
    [['OPENED', 'TIMES'], named(usage.viewed)],
    [
      ['DID IT HELP?', 'ANSWERS', 'YES'],
      usage.helped.map(({ card, answers, helpedPercent }) => [card, amount(answers), share(helpedPercent)]),
    ],
    [
      ['WORD WITHOUT ANSWER', 'LANGUAGE', 'TIMES'],
      usage.words.map(({ word, language, count }) => [plain(word), language, amount(count)]),
    ],
    [['LEFT AT', 'TIMES'], named(usage.abandoned)],
    [['SITE', 'SESSIONS'], named(sessions.bySite)],
    [['LANGUAGE', 'SESSIONS'], named(sessions.byLanguage)],
    [['PROFILE', 'SESSIONS'], named(sessions.byProfile.filter(({ count }) => count !== 0))],
  ];
  const shown = lists
    .filter(([, body]) => body.length > 0)
    .map(([head, body]) => table(head, body.slice(0, rows), width));
  const notes = [
    `From ${usage.from} to ${usage.to}. Counts below ${smallestCount} are not shown.`,
    ...(usage.hidden > 0 ? [`${countText(usage.hidden, 'row')} left out because they are too small.`] : []),
  ];
  return [notes[0], figures, ...shown, ...notes.slice(1)].join('\n\n');
}

function named(list: readonly { name: string; count: Count }[]): string[][] {
  return list.map(({ name, count }) => [plain(name), amount(count)]);
}

function amount(count: Count): string {
  return count === null ? 'few' : String(count);
}

function share(percent: number | null): string {
  return percent === null ? '' : `${percent} %`;
}
