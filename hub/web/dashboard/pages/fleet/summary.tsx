import type { Totem } from '../../../../../protocol/api.ts';
import { Icon } from '../../parts/icon.tsx';
import { fleetHref } from '../../route.ts';
import { faultsOf, isUpToDate } from '../../state/figures.ts';

/** The fleet in four figures; each leads to the totems it counts. */
export function Summary({ totems }: { totems: readonly Totem[] }) {
  const online = totems.filter((totem) => totem.online).length;
  const faulty = totems.filter((totem) => faultsOf(totem).length > 0).length;
  const current = totems.filter(isUpToDate).length;
  const total = totems.length;
  return (
    <ul class="figures">
      <Figure
        icon="it-presentation"
        label="Totems"
        value={total}
        note="in the fleet"
        state="all"
        tone="plain"
      />
      <Figure
        icon="it-wifi"
        label="Online"
        value={online}
        note={online === total ? 'all of them' : `${total - online} offline`}
        state={online === total ? 'online' : 'offline'}
        tone={online === total ? 'good' : 'warning'}
      />
      <Figure
        icon="it-warning-circle"
        label="With faults"
        value={faulty}
        note={faulty === 0 ? 'nothing to do' : faulty === 1 ? 'needs a look' : 'need a look'}
        state="faults"
        tone={faulty === 0 ? 'good' : 'bad'}
      />
      <Figure
        icon="it-check-circle"
        label="Content up to date"
        value={current}
        note={current === total ? 'all of them' : `${total - current} behind`}
        state={current === total ? 'all' : 'behind'}
        tone={current === total ? 'good' : 'warning'}
      />
    </ul>
  );
}

interface FigureProps {
  icon: string;
  label: string;
  value: number;
  note: string;
  state: string;
  tone: string;
}

function Figure({ icon, label, value, note, state, tone }: FigureProps) {
  return (
    <li>
      <a class={`figure-card figure-${tone}`} href={fleetHref({ state })}>
        <span class="figure-label">
          <Icon name={icon} /> {label}
        </span>
        <span class="figure-value">{value.toLocaleString()}</span>
        <span class="figure-note">{note}</span>
      </a>
    </li>
  );
}
