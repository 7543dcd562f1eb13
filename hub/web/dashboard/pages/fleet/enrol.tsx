import { useEffect, useState } from 'preact/hooks';
import { adviceOn } from '../../api/advice.ts';
import type { TokenMade } from '../../api/client.ts';
import { Alert, Note } from '../../parts/alert.tsx';
import { CopyableCommand } from '../../parts/copy.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Moment } from '../../parts/time.tsx';
import { totemHref } from '../../route.ts';
import { useDesk } from '../../state/context.ts';
import type { FleetState } from '../../state/fleet.ts';
import { useStore } from '../../state/store.ts';
import { EnrolForm, type EnrolRequest } from './enrol-form.tsx';

const numberOfTotems = (state: FleetState) => state.totems.size;

/** Makes a one-time token and shows it once, as the command that a technician types at the totem. */
export function EnrolDialog({ onClose }: { onClose(): void }) {
  const { api } = useDesk();
  const [made, setMade] = useState<TokenMade | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function make(request: EnrolRequest): Promise<void> {
    const answer = await api.newToken(request);
    if (answer.ok) setMade(answer.value);
    else setProblem(adviceOn(answer.error));
  }

  return (
    <Dialog title={made ? 'Type this on the totem' : 'Enrol a totem'} onClose={onClose}>
      {problem ? <Alert>{problem}</Alert> : null}
      {made ? <TokenView made={made} onClose={onClose} /> : <EnrolForm onSubmit={make} onCancel={onClose} />}
    </Dialog>
  );
}

function TokenView({ made, onClose }: { made: TokenMade; onClose(): void }) {
  const enrolled = useEnrolled(made.id);
  return (
    <>
      <CopyableCommand command={`totem-agent enrol ${made.token}`} />
      <Note>
        The token is shown only now. It is good for one totem, until <Moment at={made.expires} />.
      </Note>
      <p class="waiting" role="status">
        {enrolled ? (
          <>
            Enrolled: <a href={totemHref(enrolled)}>{enrolled}</a>. It comes online when its agent starts.
          </>
        ) : (
          'Waiting for the totem…'
        )}
      </p>
      <div class="sheet-foot">
        <button type="button" class="btn btn-outline-primary" onClick={onClose}>
          Close
        </button>
      </div>
    </>
  );
}

/** Id of the totem that used the token, once there is one. Asked whenever the fleet grows. */
function useEnrolled(token: number): string | null {
  const { api, fleet } = useDesk();
  const totems = useStore(fleet, numberOfTotems);
  const [totem, setTotem] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    void api.tokens().then((answer) => {
      if (!current || !answer.ok) return;
      setTotem(answer.value.find((candidate) => candidate.id === token)?.totem ?? null);
    });
    return () => {
      current = false;
    };
  }, [api, token, totems]);
  return totem;
}
