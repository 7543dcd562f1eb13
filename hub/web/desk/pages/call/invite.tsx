import { Chip, Dialog } from '../../../dashboard/shared.ts';
import { presenceWords } from '../../parts/colleagues.tsx';
import { useDeskState, useParts } from '../../state/context.ts';
import type { DeskState } from '../../state/desk.ts';
import { languageName } from '../../text/names.ts';

const colleaguesOf = (state: DeskState) => state.standing?.colleagues;

/** Asks a colleague or an interpreter in: their desk rings, and the citizen is told when they come. */
export function InviteDialog({ call, onClose }: { call: string; onClose(): void }) {
  const { session, tell } = useParts();
  const colleagues = useDeskState(colleaguesOf) ?? [];
  const sorted = [...colleagues].sort(
    (one, other) => Number(other.presence === 'available') - Number(one.presence === 'available'),
  );
  return (
    <Dialog title="Ask somebody in" onClose={onClose}>
      <p>They join you and the citizen. Three can join at most.</p>
      {sorted.length === 0 ? <p class="quiet">Nobody else is signed in.</p> : null}
      <ul class="colleagues">
        {sorted.map(({ name, presence, languages, signLanguage }) => (
          <li key={name}>
            <div>
              <strong>{name}</strong>
              <small>{languages.map(languageName).join(', ')}</small>
              {signLanguage ? <Chip tone="warning">Sign language</Chip> : null}
            </div>
            {presence === 'available' ? (
              <button
                type="button"
                class="btn btn-primary btn-sm"
                onClick={() => {
                  session.send({ type: 'invite', call, operator: name, listens: false });
                  tell('done', `${name} is asked in.`);
                  onClose();
                }}
              >
                Ask in <span class="visually-hidden">{name}</span>
              </button>
            ) : (
              <Chip tone={presenceWords[presence].tone}>{presenceWords[presence].word}</Chip>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
