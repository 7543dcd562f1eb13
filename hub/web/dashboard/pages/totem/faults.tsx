import type { Totem } from '../../../../../protocol/api.ts';
import { faultCatalogue } from '../../../../../protocol/faults.ts';
import { Card } from '../../parts/card.tsx';
import { Chip } from '../../parts/chip.tsx';
import { severityTone } from '../../parts/states.tsx';
import { Ago } from '../../parts/time.tsx';
import { faultsOf, severityOf } from '../../state/figures.ts';

/** What is wrong now and what cures it; nothing at all when nothing is wrong. */
export function FaultsCard({ totem }: { totem: Totem }) {
  const faults = faultsOf(totem);
  if (faults.length === 0) return null;
  return (
    <Card title={faults.length === 1 ? 'One fault' : `${faults.length} faults`} tone="bad">
      <ul class="fault-list">
        {faults.map((fault) => (
          <li key={`${fault.code} ${fault.part}`}>
            <p class="fault-head">
              <Chip tone={severityTone[severityOf(fault)]}>{severityOf(fault)}</Chip>
              <code>{fault.code}</code>
              {fault.part ? <span class="identity">{fault.part}</span> : null}
              <span class="quiet">
                <Ago at={fault.since} />
              </span>
            </p>
            <p class="fault-message">{fault.message}</p>
            <p class="fault-cure">{faultCatalogue[fault.code]?.cure}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
