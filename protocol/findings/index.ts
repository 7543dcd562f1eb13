import { boardFindings } from './board.ts';
import { networkFindings } from './network.ts';
import { systemFindings } from './system.ts';

export type { Weight } from './template.ts';

/**
 * Everything the doctor can find: how much it weighs, what it says, and what to do. The code and the parameters travel
 * with every finding, so that a screen may say it in another language; the English text travels too, for terminals.
 */
export const findingCatalogue = { ...boardFindings, ...networkFindings, ...systemFindings } as const;

export type FindingCode = keyof typeof findingCatalogue;

type NamesIn<Template> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;
type Entry<Code extends FindingCode> = (typeof findingCatalogue)[Code];
type CureOf<Code extends FindingCode> = Entry<Code> extends { cure: infer Cure } ? Cure : never;

/** The parameters that the texts of this finding ask for. */
export type FindingParameters<Code extends FindingCode> = Record<
  NamesIn<Entry<Code>['text']> | NamesIn<CureOf<Code>>,
  string | number
>;

/** Puts parameters into a text of the catalogue; numbers with at most one decimal where they are large enough. */
export function fillIn(template: string, parameters: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const value = parameters[name];
    if (typeof value !== 'number') return value ?? '';
    return String(Math.abs(value) >= 10 ? Math.round(value) : Math.round(value * 10) / 10);
  });
}
