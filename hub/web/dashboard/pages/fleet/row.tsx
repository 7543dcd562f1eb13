import type { Totem } from '../../../../../protocol/api.ts';
import { Chip } from '../../parts/chip.tsx';
import { ContentChip, FaultChip, Presence } from '../../parts/states.tsx';
import { Ago } from '../../parts/time.tsx';
import { totemHref } from '../../route.ts';

/** One totem; each cell names its column for the narrow layout, where cells stand below each other. */
export function FleetRow({ totem }: { totem: Totem }) {
  const groups = totem.groups.filter((group) => group !== 'all');
  return (
    <tr data-totem={totem.id}>
      <th scope="row">
        <a href={totemHref(totem.id)}>{totem.name}</a>
        {totem.name === totem.id ? null : <span class="identity">{totem.id}</span>}
      </th>
      <td data-label="Site">{totem.site ? totem.site.name : <span class="quiet">No site</span>}</td>
      <td data-label="Groups">
        <span class="tags">
          {groups.length === 0 ? (
            <span class="quiet">None</span>
          ) : (
            groups.map((group) => <Chip key={group}>{group}</Chip>)
          )}
        </span>
      </td>
      <td data-label="State">
        <Presence online={totem.online} />
      </td>
      <td data-label="Faults">
        <FaultChip totem={totem} />
      </td>
      <td data-label="Content">
        <span class="stacked">
          <ContentChip totem={totem} />
          {totem.reported?.content.active ? (
            <span class="identity">{totem.reported.content.active}</span>
          ) : null}
        </span>
      </td>
      <td data-label="Last seen">
        {totem.lastSeen ? <Ago at={totem.lastSeen} /> : <span class="quiet">Never</span>}
      </td>
    </tr>
  );
}
