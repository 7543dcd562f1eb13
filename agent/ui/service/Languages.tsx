import { useService } from './context.ts';

/** The two languages of the technician's side, each named in itself. */
export function ServiceLanguages() {
  const { words, languages, language, setLanguage } = useService();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div class="languages" role="group" aria-label={words('service.language')}>
      {languages.map(({ tag, name }) => (
        <button
          key={tag}
          type="button"
          lang={tag}
          aria-pressed={tag === language}
          onClick={() => setLanguage(tag)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
