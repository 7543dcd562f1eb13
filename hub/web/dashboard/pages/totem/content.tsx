import type { Totem } from '../../../../../protocol/api.ts';
import { Alert } from '../../parts/alert.tsx';
import { Card } from '../../parts/card.tsx';
import { ContentChip } from '../../parts/states.tsx';
import { isUpToDate } from '../../state/figures.ts';
import { percent } from '../../text/format.ts';

const stateText = {
  idle: 'Nothing to do',
  fetching: 'Fetching files',
  verified: 'All files are here',
  activating: 'Switching over',
  proving: 'Waiting for the screen to show it',
  rolling_back: 'Going back to the former release',
  failed: 'Failed',
} as const;

/** What the totem shows, what it should show, and how far it is. */
export function ContentCard({ totem }: { totem: Totem }) {
  const content = totem.reported?.content;
  const wanted = totem.desired.content?.release ?? null;
  const moving = content !== undefined && content.state !== 'idle' && content.state !== 'failed';
  return (
    <Card title="Content" side={<ContentChip totem={totem} />}>
      {content?.problem ? <Alert>{content.problem.message}</Alert> : null}
      <dl class="rows">
        <Release name="On the screen" release={content?.active ?? null} none="Nothing yet" />
        {isUpToDate(totem) && !moving ? null : <Release name="Should show" release={wanted} none="Nothing" />}
        <Release name="Before that" release={content?.previous ?? null} none="Nothing" />
      </dl>
      {moving ? (
        <div class="progress-box">
          <label class="progress-label">
            <span>{stateText[content.state]}</span>
            <span>{percent(content.progress)}</span>
            <progress max={1} value={content.progress} />
          </label>
        </div>
      ) : null}
    </Card>
  );
}

function Release({ name, release, none }: { name: string; release: string | null; none: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{release ? <span class="identity">{release}</span> : <span class="quiet">{none}</span>}</dd>
    </div>
  );
}
