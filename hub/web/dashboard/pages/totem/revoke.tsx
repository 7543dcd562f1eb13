import { useState } from 'preact/hooks';
import type { Totem } from '../../../../../protocol/api.ts';
import { adviceOn } from '../../api/advice.ts';
import { Card } from '../../parts/card.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { useDesk } from '../../state/context.ts';

/** Takes a totem out of the fleet, after asking. */
export function RevokeCard({ totem }: { totem: Totem }) {
  const [asking, setAsking] = useState(false);
  return (
    <Card title="Revoke">
      <p class="panel-text">
        For a totem that is lost, stolen or taken away. It is cut off at once and must be enrolled again to
        come back.
      </p>
      <button type="button" class="btn btn-outline-danger" onClick={() => setAsking(true)}>
        Revoke this totem…
      </button>
      {asking ? <RevokeDialog totem={totem} onClose={() => setAsking(false)} /> : null}
    </Card>
  );
}

function RevokeDialog({ totem, onClose }: { totem: Totem; onClose(): void }) {
  const { api, tell } = useDesk();
  const [busy, setBusy] = useState(false);

  async function revoke(): Promise<void> {
    setBusy(true);
    const answer = await api.revokeTotem(totem.id);
    setBusy(false);
    if (!answer.ok) {
      tell('problem', adviceOn(answer.error));
      onClose();
      return;
    }
    tell('done', `${totem.name} was revoked.`);
    location.hash = '#/';
  }

  return (
    <Dialog title={`Revoke ${totem.name}?`} onClose={onClose}>
      <p>
        Its certificate will be refused from now on and its connection is cut. It goes on showing the content
        it has. This cannot be undone.
      </p>
      <div class="sheet-foot">
        <button type="button" class="btn btn-outline-primary" onClick={onClose}>
          Keep it
        </button>
        <button type="button" class="btn btn-danger" disabled={busy} onClick={revoke}>
          Revoke
        </button>
      </div>
    </Dialog>
  );
}
