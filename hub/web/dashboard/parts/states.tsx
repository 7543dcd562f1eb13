import type { Totem } from '../../../../protocol/api.ts';
import type { Severity } from '../../../../protocol/faults.ts';
import { faultsOf, isUpToDate, worstSeverity } from '../state/figures.ts';
import { count } from '../text/format.ts';
import { Chip, type Tone } from './chip.tsx';

/** Online or offline, as a dot and a word. */
export function Presence({ online }: { online: boolean }) {
  return (
    <span class={`presence ${online ? 'is-online' : 'is-offline'}`}>{online ? 'Online' : 'Offline'}</span>
  );
}

export const severityTone: Record<Severity, Tone> = {
  info: 'info',
  warning: 'warning',
  error: 'bad',
  critical: 'bad',
};

export function FaultChip({ totem }: { totem: Totem }) {
  const faults = faultsOf(totem);
  const worst = worstSeverity(totem);
  if (!worst) return <span class="quiet">None</span>;
  return (
    <Chip tone={severityTone[worst]}>
      {count(faults.length, 'fault')}, {worst}
    </Chip>
  );
}

export function ContentChip({ totem }: { totem: Totem }) {
  const content = totem.reported?.content;
  if (content?.problem) return <Chip tone="bad">Failed</Chip>;
  if (isUpToDate(totem))
    return content?.active ? <Chip tone="good">Up to date</Chip> : <Chip>No content yet</Chip>;
  return <Chip tone="warning">{totem.online ? 'Updating' : 'Behind'}</Chip>;
}
