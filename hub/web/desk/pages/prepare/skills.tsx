import { useState } from 'preact/hooks';
import { callModes, type Skills } from '../../../../../protocol/calls/wish.ts';
import { Alert, Card } from '../../../dashboard/shared.ts';
import { useParts } from '../../state/context.ts';
import { languageName, modeNames } from '../../text/names.ts';
import { SubjectPicker } from './subjects.tsx';
import { Ticks } from './ticks.tsx';

/** What this operator can do. It holds until they say otherwise, on every day. */
export function SkillsForm({ skills, allowed }: { skills: Skills; allowed: readonly string[] | undefined }) {
  const { session, catalogue, tell } = useParts();
  const [chosen, setChosen] = useState<Skills>(skills);
  const [problem, setProblem] = useState<string | null>(null);
  const offices = catalogue.offices.filter(({ id }) => !allowed || allowed.includes(id));
  const languages = [...new Set([...catalogue.languages, ...skills.languages])];

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const missing =
      chosen.offices.length === 0
        ? 'Choose at least one office.'
        : chosen.languages.length === 0
          ? 'Choose at least one language.'
          : chosen.modes.length === 0
            ? 'Choose at least one way of talking.'
            : null;
    setProblem(missing);
    if (missing !== null) return;
    session.send({ type: 'skills', skills: chosen });
    tell('done', 'Saved. Calls are given to you by this from now on.');
  }

  return (
    <Card title="Calls I take">
      <form class="skills" onSubmit={submit}>
        {problem ? <Alert>{problem}</Alert> : null}
        <Ticks
          legend="Offices"
          options={offices.map(({ id, name, place }) => ({ value: id, label: name, hint: place }))}
          chosen={chosen.offices}
          onChange={(offices) => setChosen({ ...chosen, offices })}
        />
        <Ticks
          legend="Languages"
          options={languages.map((tag) => ({ value: tag, label: languageName(tag) }))}
          chosen={chosen.languages}
          onChange={(tags) => setChosen({ ...chosen, languages: tags })}
          row
        />
        <Ticks
          legend="Sign language"
          options={[{ value: 'signs', label: 'I sign, or interpret sign language' }]}
          chosen={chosen.signLanguage ? ['signs'] : []}
          onChange={(signs) => setChosen({ ...chosen, signLanguage: signs.length > 0 })}
        />
        <Ticks
          legend="Ways of talking"
          options={callModes.map((mode) => ({ value: mode, label: modeNames[mode] }))}
          chosen={chosen.modes}
          onChange={(modes) => setChosen({ ...chosen, modes })}
          row
        />
        <SubjectPicker chosen={chosen.subjects} onChange={(subjects) => setChosen({ ...chosen, subjects })} />
        <button type="submit" class="btn btn-primary">
          Save
        </button>
      </form>
    </Card>
  );
}
