import type { ComponentChildren } from 'preact';

export type Tone = 'neutral' | 'good' | 'bad' | 'warning' | 'info';

/** A short label with a colour of its own; the words always say what the colour says. */
export function Chip({ tone = 'neutral', children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`tag tag-${tone}`}>{children}</span>;
}
