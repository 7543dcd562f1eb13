import type { Totem } from '../../protocol/index.ts';
import type { Context } from '../command.ts';
import { agoText, momentText, plain, table } from '../output/index.ts';

/** What each totem runs, in which slot, since when, and where it is going. */
export function firmwareListing(context: Context, totems: readonly Totem[]): string {
  const rows = totems.map((totem) => {
    const firmware = totem.reported?.firmware;
    return [
      totem.id,
      plain(totem.name),
      totem.online ? context.paint('good', 'online') : context.paint('bad', 'offline'),
      plain(firmware?.compatible ?? ''),
      firmware?.booted?.version ?? 'not known',
      plain(firmware?.booted?.slot ?? ''),
      firmware?.booted ? agoText(firmware.booted.since, context.now()).replace(' ago', '') : '',
      wantedText(totem),
      firmware ? stateText(firmware) : '',
    ];
  });
  const head = ['ID', 'NAME', 'STATE', 'BOARD', 'RUNS', 'SLOT', 'FOR', 'WANTED', 'UPDATE'];
  return table(head, rows, context.width);
}

/** The lines of one totem; none where it neither reports firmware nor should have one. */
export function firmwareFacts({ paint }: Context, totem: Totem): [string, string][] {
  const firmware = totem.reported?.firmware;
  const wanted = wantedText(totem);
  const rows: [string, string][] = [];
  if (firmware?.booted) {
    const { version, slot, since } = firmware.booted;
    rows.push(['Firmware', `${version ?? 'not known'} in slot ${plain(slot)} since ${momentText(since)}`]);
  }
  if (firmware?.other) {
    const { slot, version, boot } = firmware.other;
    rows.push(['Other slot', `${plain(slot)}: ${version ?? 'not known'}, ${boot}`]);
  }
  if (wanted !== '') rows.push(['Firmware to run', wanted]);
  if (firmware && firmware.state !== 'idle') rows.push(['Update', stateText(firmware)]);
  if (firmware?.problem) rows.push(['Update problem', paint('bad', plain(firmware.problem.message))]);
  return rows;
}

function wantedText({ desired, reported }: Totem): string {
  const version = desired.firmware?.version;
  return version === undefined || version === reported?.firmware?.booted?.version ? '' : version;
}

function stateText({
  state,
  progress,
  waiting,
}: NonNullable<NonNullable<Totem['reported']>['firmware']>): string {
  if (state === 'waiting') return `waiting for ${waiting.join(', ')}`;
  const share = state === 'fetching' || state === 'installing' ? ` ${Math.round(progress * 100)} %` : '';
  return `${state}${share}`;
}
