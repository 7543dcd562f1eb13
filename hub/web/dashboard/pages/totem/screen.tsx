import { useState } from 'preact/hooks';
import type { Totem } from '../../../../../protocol/api.ts';
import { adviceOn } from '../../api/advice.ts';
import { Card } from '../../parts/card.tsx';
import { Chip } from '../../parts/chip.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useDesk } from '../../state/context.ts';
import { LiveScreen, type Spot } from './live.tsx';

const sessionText = {
  attract: 'Attract loop',
  active: 'A citizen is using it',
  warning: 'A citizen’s session is ending',
  thanks: 'A citizen has just finished',
} as const;

/** The totem's screen as it is now. Nothing is sent by the totem until somebody asks to look. */
export function ScreenCard({ totem }: { totem: Totem }) {
  const { api, tell } = useDesk();
  const [watching, setWatching] = useState(false);
  const [broken, setBroken] = useState(false);
  const session = totem.health?.session;

  async function tap({ x, y }: Spot): Promise<void> {
    const answer = await api.command(totem.id, 'tap', { x, y });
    if (answer.ok) tell('done', 'Tapped.');
    else tell('problem', adviceOn(answer.error));
  }

  function start(): void {
    setBroken(false);
    setWatching(true);
  }

  return (
    <Card
      title="Live screen"
      side={
        session && totem.online ? (
          <Chip tone={session === 'attract' ? 'neutral' : 'info'}>{sessionText[session]}</Chip>
        ) : null
      }
    >
      {watching ? (
        <>
          <LiveScreen
            totem={totem}
            onTap={tap}
            onBroken={() => {
              setBroken(true);
              setWatching(false);
            }}
          />
          <p class="panel-hint">
            A click taps the totem there. With the keyboard: arrow keys move the mark, Enter taps. A citizen’s
            session is never disturbed.
          </p>
          <button type="button" class="btn btn-outline-primary btn-wide" onClick={() => setWatching(false)}>
            Stop watching
          </button>
        </>
      ) : (
        <div class="screen-off">
          <Icon name="it-presentation" size="xl" />
          <p role={broken ? 'alert' : undefined}>{offText(totem, broken)}</p>
          <button type="button" class="btn btn-primary" disabled={!totem.online} onClick={start}>
            {broken ? 'Try again' : 'Watch the screen'}
          </button>
        </div>
      )}
    </Card>
  );
}

function offText(totem: Totem, broken: boolean): string {
  if (!totem.online) return 'The totem is offline. Its screen can be watched when it is back.';
  if (broken) return 'The picture stopped. The totem may be busy or out of reach.';
  return 'A few pictures a second, only while you look.';
}
