import { useScreen } from './context.ts';

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
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div class="languages" role="group" aria-label={label}>
      {content.languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={chosen === null ? undefined : chosen === language}
          onClick={() => onChoose(language)}
        >
          {dictionary.nameOf(language)}
        </button>
      ))}
    </div>
  );
}
