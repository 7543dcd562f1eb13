import type { CompiledContent } from '../../../protocol/content/compiled.ts';

/** The colours of themes that the style sheet has (`tone-blue` and so on), in the order they are given out. */
const tones = ['blue', 'red', 'green', 'purple', 'teal', 'ochre'] as const;

/** Colours that go without saying. */
const natural: Record<string, (typeof tones)[number]> = {
  work: 'blue',
  school: 'red',
  environment: 'green',
  transport: 'teal',
  road: 'ochre',
  help: 'purple',
};

/** Class that gives a category its colour, the same on all of its screens. */
export function toneOf(content: CompiledContent, category: string): string {
  const given = new Map<string, string>();
  const free = () => tones.find((tone) => ![...given.values()].includes(tone));
  for (const { id, icon } of content.categories) {
    const wanted = Object.hasOwn(natural, icon) ? natural[icon] : undefined;
    if (wanted && ![...given.values()].includes(wanted)) given.set(id, wanted);
  }
  for (const [index, { id }] of content.categories.entries()) {
    if (!given.has(id)) given.set(id, free() ?? tones[index % tones.length] ?? tones[0]);
  }
  return `tone-${given.get(category) ?? tones[0]}`;
}
