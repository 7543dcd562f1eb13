import { useService } from '../context.ts';

type Parameters = Readonly<Record<string, string | number>>;

/** What a finding says in the language of the screen; in English, marked as such, where that is not known. */
export interface SaidFinding {
  text: string;
  language: string | undefined;
}

/** Says findings and questions of the doctor, which come with their code, their parameters and English words. */
export function useFinding(): {
  text(code: string, parameters: Parameters, english: string): SaidFinding;
  cure(code: string, parameters: Parameters, english: string): SaidFinding;
  question(code: string, parameters: Parameters, english: string): SaidFinding;
} {
  const { words, language, locale } = useService();
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const say =
    (kind: 'text' | 'cure' | 'question') =>
    (code: string, parameters: Parameters, english: string): SaidFinding => {
      if (language === 'en') return { text: english, language: undefined };
      const filled: Record<string, string> = {};
      for (const [name, value] of Object.entries(parameters)) {
        const said =
          name === 'pattern' ? words(`service.patterns.${value}`, { defaultValue: String(value) }) : value;
        filled[name] = typeof said === 'number' ? number.format(said) : said;
      }
      const own = words(`findings.${kind}.${code}`, { defaultValue: '', ...filled });
      if (own) return { text: own, language: undefined };
      return { text: english, language: 'en' };
    };
  return { text: say('text'), cure: say('cure'), question: say('question') };
}
