import type { Rollout, RolloutCounts, RolloutDetail } from '../../protocol/index.ts';
import type { Context } from '../command.ts';
import { agoText, countText, momentText, pairs, plain, spanText, table } from '../output/index.ts';
import { windowText } from './arguments.ts';

/** `12 succeeded, 1 failed, 3 waiting`: what there is of each, nothing that is not. */
export function countsText(counts: RolloutCounts): string {
  const { succeeded, failed, silent, offered, retrying, waiting, skipped } = counts;
  const parts = [
    [succeeded, 'succeeded'],
    [failed, 'failed'],
    [silent, 'silent'],
    [offered, 'on the way'],
    [retrying, 'to be tried again'],
    [waiting, 'waiting'],
    [skipped, 'skipped'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return said.join(', ') || 'no totem';
}

export function phaseText({ phase, phases, state }: Rollout): string {
  return state === 'finished' ? 'all' : `${phase + 1} of ${phases.length}`;
}

export function stateText({ paint }: Pick<Context, 'paint'>, { state }: Rollout): string {
  const colour = state === 'finished' ? 'good' : state === 'paused' || state === 'aborted' ? 'bad' : 'strong';
  return paint(colour, state);
}

/** One line that changes when the rollout does. */
export function progressLine(rollout: Rollout): string {
  const reason = rollout.reason === '' ? '' : ` (${plain(rollout.reason)})`;
  return `${rollout.state}${reason}, phase ${phaseText(rollout)}: ${countsText(rollout.counts)}`;
}

/** Everything of a rollout: what it is, its phases, and the totems that are not simply done or waiting. */
export function detailText(context: Context, { rollout, totems }: RolloutDetail): string {
  const { paint, width, now } = context;
  const { plan, target } = rollout;
  const facts = pairs([
    ['Rollout', `${paint('strong', String(rollout.id))}  ${rollout.kind} ${plain(rollout.title)}`],
    ['State', `${stateText(context, rollout)}${rollout.reason === '' ? '' : `: ${plain(rollout.reason)}`}`],
    ['Since', agoText(rollout.since, now())],
    ['Started', `${momentText(rollout.made)} by ${plain(rollout.madeBy)}`],
    ['Target', targetText(target)],
    ['Totems', countsText(rollout.counts)],
    ['Deadline', `${spanText(plan.deadlineSeconds)} after each offer`],
    ['Attempts', `${plan.attempts}, first pause ${spanText(plan.backoffSeconds)}`],
    ['Window', windowText(plan.window)],
  ]);
  const phases = rollout.phases.map(({ totems: size, counts }, index) => {
    const rules = plan.phases[index];
    return [
      `${index + 1}${index === rollout.phase && rollout.ended === null ? ' <' : ''}`,
      rules?.reach ?? '',
      countText(size, 'totem'),
      countsText(counts),
      rules ? `${rules.success} % succeed, ${rules.failures} fail, ${spanText(rules.soakSeconds)}` : '',
    ];
  });
  const notable = totems.filter(({ state }) => state !== 'waiting' && state !== 'succeeded');
  const rows = notable
    .slice(0, 50)
    .map((one) => [
      one.totem,
      String(one.phase + 1),
      one.state === 'failed' || one.state === 'silent' ? paint('bad', one.state) : one.state,
      String(one.tries),
      agoText(one.since, now()),
      plain(one.reason),
    ]);
  const parts = [facts, table(['PHASE', 'REACHES', 'SIZE', 'STANDS', 'GOES ON WITH'], phases, width)];
  if (rows.length > 0) {
    parts.push(table(['TOTEM', 'PHASE', 'STATE', 'TRIES', 'SINCE', 'WHY'], rows, width));
  }
  if (notable.length > rows.length) parts.push(`and ${notable.length - rows.length} more; --json gives all`);
  return parts.join('\n\n');
}

function targetText({ groups, totems, sites, running }: Rollout['target']): string {
  const parts = [
    groups.length > 0 ? `groups ${groups.join(', ')}` : '',
    sites.length > 0 ? `sites ${sites.join(', ')}` : '',
    totems.length > 0 ? countText(totems.length, 'named totem') : '',
    running === undefined ? '' : `only those with ${running}`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}
