import { useState } from 'preact/hooks';
import { Field } from '../../../../dashboard/shared.ts';
import { findCards } from '../../../share/cards.ts';
import { useParts } from '../../../state/context.ts';

const listed = 8;

/** Cards of the content; the one that the citizen was reading stands first. */
export function CardSearch({ subject }: { subject: string | null }) {
  const { session, catalogue } = useParts();
  const [words, setWords] = useState('');
  const found = findCards(catalogue, words);
  const sorted =
    words === ''
      ? found.toSorted((one, other) => Number(other.id === subject) - Number(one.id === subject))
      : found;
  return (
    <>
      <Field label="Search the cards">
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
      <ul class="found" aria-label="Cards">
        {sorted.slice(0, listed).map(({ id, title, summary }) => (
          <li key={id}>
            <button type="button" class="found-item" onClick={() => session.show({ kind: 'card', card: id })}>
              <strong>{title}</strong>
              <span class="quiet">{id === subject ? 'The citizen was reading it' : summary}</span>
            </button>
          </li>
        ))}
        {found.length === 0 ? <li class="quiet">No card has these words.</li> : null}
      </ul>
    </>
  );
}
