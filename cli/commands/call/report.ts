import type { Command } from 'commander';
import { CallReport } from '../../../protocol/calls/index.ts';
import { type Result, smallestCount, success, validatorOf } from '../../../protocol/index.ts';
import {
  type Answer,
  type Context,
  countArgument,
  dayArgument,
  leaf,
  officeArgument,
  type Run,
} from '../../command.ts';
import { countText, plain, table } from '../../output/index.ts';

const parseReport = validatorOf(CallReport);

interface Options {
  from?: string;
  to?: string;
  office?: string;
  rows: number;
}

export function addCallReport(parent: Command, run: Run): void {
  leaf(parent, 'report', 'How calls to a person went: offered, answered, abandoned, waits.', [
    ['totem call report', 'Reports on the last 28 days.'],
    ['totem call report --from 2026-03-01 --to 2026-03-31 --office urp', 'Reports on a month of one office.'],
  ])
    .option('--from <day>', 'first day, such as 2026-03-01', dayArgument)
    .option('--to <day>', 'last day', dayArgument)
    .option('--office <id>', 'only calls for this office', officeArgument)
    .option('--rows <count>', 'rows of each list at most', countArgument, 10)
    .action(run(report));
}

async function report(context: Context, { rows, ...filter }: Options): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const query = new URLSearchParams();
  for (const name of ['from', 'to', 'office'] as const) {
    if (filter[name] !== undefined) query.set(name, filter[name]);
  }
  const answer = await hub.value.call('GET', `/calls/report?${query}`, undefined, parseReport);
  if (!answer.ok) return answer;
  return success({ data: answer.value, text: textOf(answer.value, rows, context.width) });
}

function textOf(calls: CallReport, rows: number, width: number | undefined): string {
  const head = ['', 'OFFERED', 'ANSWERED', `WITHIN ${calls.serviceLevelSeconds} S`, 'ABANDONED', 'MEAN WAIT'];
  const figures = (name: string, all: CallReport['total']) => [
    plain(name),
    String(all.offered),
    String(all.answered),
    all.serviceLevel === null ? '' : `${Math.round(all.serviceLevel * 100)} %`,
    String(all.abandoned),
    all.meanWait === null ? '' : `${Math.round(all.meanWait)} s`,
  ];
  const offices = [figures('all', calls.total), ...calls.byOffice.map((each) => figures(each.office, each))];
  const lists: [head: string, list: readonly { name: string; count: number | null }[]][] = [
    ['OUTCOME', calls.byOutcome.filter(({ count }) => count > 0)],
    ['SUBJECT', calls.bySubject.map(({ name, count }) => ({ name: name || '(the office)', count }))],
    ['LANGUAGE', calls.byLanguage],
    ['FILED UNDER', calls.byTag],
  ];
  const shown = lists
    .filter(([, list]) => list.length > 0)
    .map(([title, list]) =>
      table(
        [title, 'CALLS'],
        list.slice(0, rows).map(({ name, count }) => [plain(name), count === null ? 'few' : String(count)]),
        width,
      ),
    );
  const days = calls.byDay.slice(-rows).map((each) => figures(each.day, each));
  return [
    `From ${calls.from} to ${calls.to}. Subjects, languages and tags of fewer than ${smallestCount} calls are not shown.`,
    table(head, offices, width),
    ...(days.length > 0 ? [table(['DAY', ...head.slice(1)], days, width)] : []),
    ...shown,
    ...(calls.hidden > 0 ? [`${countText(calls.hidden, 'row')} left out because they are too small.`] : []),
  ].join('\n\n');
}
