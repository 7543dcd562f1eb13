import { useEffect, useState } from 'preact/hooks';
import type { Totem } from '../../../../../protocol/api.ts';
import { adviceOn } from '../../api/advice.ts';
import { Alert } from '../../parts/alert.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useDesk } from '../../state/context.ts';
import { moment } from '../../text/format.ts';

interface Picture {
  address: string;
  taken: string;
}

type Shot = { state: 'waiting' } | { state: 'failed'; advice: string } | { state: 'shown'; picture: Picture };

/** Asks for one picture of the screen, shows it, and lets it be kept. */
export function ScreenshotDialog({ totem, onClose }: { totem: Totem; onClose(): void }) {
  const [attempt, setAttempt] = useState(0);
  const shot = useScreenshot(totem.id, attempt);
  return (
    <Dialog title={`Screen of ${totem.name}`} wide onClose={onClose}>
      <div class="shot" aria-busy={shot.state === 'waiting'}>
        {shot.state === 'waiting' ? (
          <p role="status" class="quiet">
            The totem takes the picture…
          </p>
        ) : null}
        {shot.state === 'failed' ? <Alert>{shot.advice}</Alert> : null}
        {shot.state === 'shown' ? (
          <figure>
            <img src={shot.picture.address} alt={`What ${totem.name} showed`} />
            <figcaption>
              <span role="status">Taken {moment(shot.picture.taken)}</span>
            </figcaption>
          </figure>
        ) : null}
      </div>
      <div class="sheet-foot">
        <button
          type="button"
          class="btn btn-outline-primary"
          disabled={shot.state === 'waiting'}
          onClick={() => setAttempt(attempt + 1)}
        >
          Take another
        </button>
        {shot.state === 'shown' ? (
          <a
            class="btn btn-primary btn-icon"
            href={shot.picture.address}
            download={fileName(totem, shot.picture)}
          >
            <Icon name="it-download" /> Download
          </a>
        ) : null}
      </div>
    </Dialog>
  );
}

function useScreenshot(id: string, attempt: number): Shot {
  const { api } = useDesk();
  const [shot, setShot] = useState<Shot>({ state: 'waiting' });
  useEffect(() => {
    let address: string | null = null;
    let current = true;
    setShot({ state: 'waiting' });
    void api.screenshot(id).then((answer) => {
      if (!current) return;
      if (!answer.ok) {
        setShot({ state: 'failed', advice: adviceOn(answer.error) });
        return;
      }
      address = URL.createObjectURL(answer.value);
      setShot({ state: 'shown', picture: { address, taken: new Date().toISOString() } });
    });
    return () => {
      current = false;
      if (address) URL.revokeObjectURL(address);
    };
  }, [api, id, attempt]);
  return shot;
}

function fileName(totem: Totem, picture: Picture): string {
  return `${totem.id}-${picture.taken.slice(0, 19).replaceAll(':', '-')}.jpg`;
}
