import type { ContentRelease, Totem } from '../../../../../protocol/api.ts';
import { Card } from '../../parts/card.tsx';
import { Chip } from '../../parts/chip.tsx';
import { Moment } from '../../parts/time.tsx';
import { bytes, count } from '../../text/format.ts';

export interface ReleaseCardProps {
  release: ContentRelease;
  totems: ReadonlyMap<string, Totem>;
  newest: boolean;
  onAssign(): void;
}

export function ReleaseCard({ release, totems, newest, onAssign }: ReleaseCardProps) {
  const wanted = [...totems.values()].filter((totem) => totem.desired.content?.release === release.release);
  const active = wanted.filter((totem) => totem.reported?.content.active === release.release);
  return (
    <Card
      title={release.title}
      side={
        <span class="tags">
          {newest ? <Chip tone="info">Newest</Chip> : null}
          {release.groups.map((group) => (
            <Chip key={group} tone="good">
              {group}
            </Chip>
          ))}
          {release.groups.length === 0 ? <Chip>Not in use</Chip> : null}
        </span>
      }
    >
      <p class="identity">{release.release}</p>
      <dl class="rows rows-wide">
        <div>
          <dt>Made</dt>
          <dd>
            <Moment at={release.made} />
          </dd>
        </div>
        <div>
          <dt>Signed by</dt>
          <dd>{release.signedBy}</dd>
        </div>
        <div>
          <dt>Size</dt>
          <dd>
            {count(release.files, 'file')}, {bytes(release.bytes)}
          </dd>
        </div>
        <div>
          <dt>Languages</dt>
          <dd>{release.languages.join(', ')}</dd>
        </div>
      </dl>
      <div class="release-foot">
        <Reach wanted={wanted.length} active={active.length} />
        <button type="button" class="btn btn-outline-primary btn-sm" onClick={onAssign}>
          {newest ? 'Assign to a group' : 'Go back to this release'}
          <span class="visually-hidden">: {release.title}</span>
        </button>
      </div>
    </Card>
  );
}

/** On how many of the totems that should show it, it is shown. */
function Reach({ wanted, active }: { wanted: number; active: number }) {
  if (wanted === 0) return <p class="quiet">No totem should show it.</p>;
  return (
    <label class="progress-label reach">
      <span>
        On {active} of {count(wanted, 'totem')}
      </span>
      <progress max={wanted} value={active} />
    </label>
  );
}
