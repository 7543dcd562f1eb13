import { Page } from '../../parts/page.tsx';
import { useDeskState, useParts } from '../../state/context.ts';
import type { DeskState } from '../../state/desk.ts';
import { hrefOf } from '../../state/place.ts';
import { DeviceCheck } from './devices.tsx';
import { SkillsForm } from './skills.tsx';

const presenceOf = (state: DeskState) => state.standing?.presence;
const skillsOf = (state: DeskState) => state.standing?.skills;
const allowedOf = (state: DeskState) => state.standing?.allowed;

/** What an operator needs before the first call: to be seen and heard, and to get the calls that they can take. */
export function PreparePage() {
  const { session } = useParts();
  const presence = useDeskState(presenceOf);
  const skills = useDeskState(skillsOf);
  const allowed = useDeskState(allowedOf);
  return (
    <Page
      title="My desk"
      lead="See and hear yourself as citizens will, and say which calls you take."
      actions={
        <button
          type="button"
          class="btn btn-primary btn-icon"
          onClick={() => {
            if (presence === 'away') session.send({ type: 'presence', presence: 'available' });
            location.hash = hrefOf('queue');
          }}
        >
          {presence === 'away' ? 'Become available' : 'To the queue'}
        </button>
      }
    >
      <div class="columns columns-even">
        <DeviceCheck />
        {skills ? <SkillsForm key={allowed?.join() ?? ''} skills={skills} allowed={allowed} /> : null}
      </div>
    </Page>
  );
}
