import type { CompiledContent } from '../../../protocol/content/compiled.ts';

/** How many colours of themes the style sheet has (`tone-0` and so on). */
const tones = 6;

/** Class that gives a category its colour, the same on all of its screens. */
export function toneOf(content: CompiledContent, category: string): string {
  const index = content.categories.findIndex((candidate) => candidate.id === category);
  return `tone-${Math.max(0, index) % tones}`;
}
