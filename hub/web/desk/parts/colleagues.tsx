import type { DeskColleague } from '../../../../protocol/calls/desk.ts';
import { Card, Chip } from '../../dashboard/shared.ts';
import { useDeskState, useParts } from '../state/context.ts';
import type { DeskState } from '../state/desk.ts';
import { languageName, officeName } from '../text/names.ts';

const colleaguesOf = (state: DeskState) => state.standing?.colleagues;

export const presenceWords = {
  available: { word: 'Available', tone: 'good' },
  busy: { word: 'In a call', tone: 'warning' },
  away: { word: 'Away', tone: 'neutral' },
} as const;

/** Who else is signed in, and whether they are free. */
export function Colleagues() {
  const colleagues = useDeskState(colleaguesOf) ?? [];
  return (
    <Card title="Colleagues">
      {colleagues.length === 0 ? (
        <p class="quiet">Nobody else is signed in.</p>
      ) : (
        <ul class="colleagues">
          {colleagues.map((colleague) => (
            <ColleagueRow key={colleague.name} colleague={colleague} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function ColleagueRow({ colleague }: { colleague: DeskColleague }) {
  const { word, tone } = presenceWords[colleague.presence];
  return (
    <li>
      <div>
        <strong>{colleague.name}</strong>
        <small>{useSkillLine(colleague)}</small>
      </div>
      <Chip tone={tone}>{word}</Chip>
    </li>
  );
}

function useSkillLine({ offices, languages, signLanguage }: DeskColleague): string {
  const { catalogue } = useParts();
  return [
    offices.map((office) => officeName(catalogue, office)).join(', '),
    [...languages.map(languageName), ...(signLanguage ? ['sign language'] : [])].join(', '),
  ].join(' · ');
}
