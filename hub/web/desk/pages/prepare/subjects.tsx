import { useState } from 'preact/hooks';
import { Field, Icon } from '../../../dashboard/shared.ts';
import { findCards } from '../../share/cards.ts';
import { useParts } from '../../state/context.ts';
import { cardTitle } from '../../text/names.ts';

const shown = 6;

/** The cards that this operator knows best: calls about them come here first. */
export function SubjectPicker({
  chosen,
  onChange,
}: {
  chosen: readonly string[];
  onChange(chosen: string[]): void;
}) {
  const { catalogue } = useParts();
  const [words, setWords] = useState('');
  const found = findCards(catalogue, words).filter(({ id }) => !chosen.includes(id));
  return (
    <fieldset class="ticks">
      <legend>Subjects I know best</legend>
      {chosen.length > 0 ? (
        <ul class="picked">
          {chosen.map((id) => (
            <li key={id}>
              <button
                type="button"
                class="picked-item"
                onClick={() => onChange(chosen.filter((each) => each !== id))}
              >
                {cardTitle(catalogue, id)} <Icon name="it-close" size="xs" />
                <span class="visually-hidden">Remove</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <Field label="Search the cards" hint="None is needed: you get calls about everything then.">
        {(attributes) => (
          <input
            {...attributes}
            class="form-control"
            type="search"
            autocomplete="off"
            value={words}
            onInput={({ currentTarget }) => setWords(currentTarget.value)}
          />
        )}
      </Field>
      {words.trim() === '' ? null : (
        <ul class="found">
          {found.slice(0, shown).map(({ id, title, category }) => (
            <li key={id}>
              <button
                type="button"
                class="found-item"
                onClick={() => {
                  onChange([...chosen, id]);
                  setWords('');
                }}
              >
                <strong>{title}</strong> <span class="quiet">{category}</span>
              </button>
            </li>
          ))}
          {found.length === 0 ? <li class="quiet">No card has these words.</li> : null}
        </ul>
      )}
    </fieldset>
  );
}
