import type { Command } from 'commander';
import { faultCatalogue, type Result, success, Totem, validatorOf } from '../../protocol/index.ts';
import { type Answer, advised, type Context, leaf, type Run, totemArgument } from '../command.ts';
import { firmwareFacts } from '../firmware/index.ts';
import { agoText, momentText, pairs, plain } from '../output/index.ts';
import { healthRows } from './show-health.ts';

const parseTotem = validatorOf(Totem);

export function addShow(parent: Command, run: Run): void {
  leaf(parent, 'show', 'Show one totem: state, content, health, faults and what cures them.', [
    ['totem show lodi-01', 'Shows the totem lodi-01.'],
    ['totem show lodi-01 --json', 'Gives all that the hub knows about it to a program.'],
  ])
    .argument('<totem>', 'id of the totem', totemArgument)
    .action(run(show));
}

async function show(context: Context, id: string): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const answer = await hub.value.call('GET', `/totems/${id}`, undefined, parseTotem);
  if (!answer.ok) return advised(answer, 'not_found', 'totem ls shows the ids');
  return success({ data: answer.value, text: sections(context, answer.value) });
}

function sections(context: Context, totem: Totem): string {
  const parts = [
    pairs([
      ...identity(context, totem),
      ...contentOf(context, totem),
      ...firmwareFacts(context, totem),
      ...healthRows(totem.health),
    ]),
  ];
  const faults = totem.health?.faults ?? [];
  for (const fault of faults) {
    const part = fault.part === '' ? '' : ` (${plain(fault.part)})`;
    parts.push(
      [
        `${context.paint('bad', fault.code)}${part}, for ${agoText(fault.since, context.now()).replace(' ago', '')}`,
        `  ${plain(fault.message)}`,
        `  ${context.paint('dim', faultCatalogue[fault.code].cure)}`,
      ].join('\n'),
    );
  }
  return parts.join('\n\n');
}

function identity({ paint, now }: Context, totem: Totem): [string, string][] {
  const site =
    totem.site && [totem.site.name, totem.site.address, totem.site.town].filter(Boolean).join(', ');
  return [
    ['Totem', `${paint('strong', totem.id)}  ${plain(totem.name)}`],
    ['Site', plain(site ?? 'none')],
    ['Groups', totem.groups.join(', ') || 'none'],
    [
      'State',
      totem.online
        ? paint('good', 'online')
        : `${paint('bad', 'offline')}, last seen ${agoText(totem.lastSeen, now())}`,
    ],
    ['Enrolled', momentText(totem.enrolled)],
    [
      'Certificate',
      `${totem.revoked ? paint('bad', 'revoked, ') : ''}until ${momentText(totem.certificateExpires)}`,
    ],
    ['Refused messages', String(totem.messagesRefused)],
  ];
}

function contentOf({ paint }: Context, totem: Totem): [string, string][] {
  const reported = totem.reported?.content;
  const target = totem.desired.content?.release ?? 'none';
  const active = reported?.active ?? 'none';
  const rows: [string, string][] = [['Content', active]];
  if (active !== target) rows.push(['Content to show', target]);
  if (reported && reported.state !== 'idle') {
    rows.push(['Content step', `${reported.state}, ${Math.round(reported.progress * 100)} %`]);
  }
  if (reported?.problem) rows.push(['Content problem', paint('bad', plain(reported.problem.message))]);
  if (reported?.previous) rows.push(['Former content', reported.previous]);
  return rows;
}
