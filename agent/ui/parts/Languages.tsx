import { useScreen } from './context.ts';

/** Up to so many languages have a button each among the controls; more of them are offered on a sheet. */
export const fewLanguages = 3;

/** A button for each language of the content, named in that language. */
export function Languages({
  label,
  chosen,
  onChoose,
}: {
  label: string;
  chosen: string | null;
  onChoose: (language: string) => void;
}) {
  const { content, dictionary } = useScreen();
  const many = content.languages.length > fewLanguages;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div class={`languages ${many ? 'languages-many' : ''}`} role="group" aria-label={label}>
      {content.languages.map((language) => (
        <button
          key={language}
          type="button"
          {...dictionary.writtenIn(language)}
          aria-pressed={chosen === null ? undefined : chosen === language}
          onClick={() => onChoose(language)}
        >
          {dictionary.nameOf(language)}
        </button>
      ))}
    </div>
  );
}
