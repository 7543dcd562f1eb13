import {
  type Finding,
  type FindingCode,
  type FindingParameters,
  fillIn,
  findingCatalogue,
} from '../../protocol/index.ts';

const longest = 300;

/** Fills the catalogue's words in. What comes from outside is kept short and free of control characters. */
export function findingOf<Code extends FindingCode>(
  code: Code,
  parameters: FindingParameters<Code>,
): Finding {
  const template: { weight: Finding['weight']; text: string; cure?: string } = findingCatalogue[code];
  const given: Record<string, string | number> = {};
  for (const [name, value] of Object.entries<string | number>(parameters)) {
    given[name] = typeof value === 'number' ? value : tame(value);
  }
  return {
    code,
    weight: template.weight,
    text: fillIn(template.text, given).slice(0, 1000),
    cure: template.cure === undefined ? null : fillIn(template.cure, given).slice(0, 1000),
    parameters: given,
  };
}

function tame(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ').slice(0, longest);
}
