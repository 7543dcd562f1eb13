import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface CardProps {
  title: string;
  side?: ComponentChildren;
  tone?: 'plain' | 'bad';
  children: ComponentChildren;
}

/** A part of a page under a heading of its own. */
export function Card({ title, side, tone = 'plain', children }: CardProps) {
  const heading = useId();
  return (
    <section class={`panel panel-${tone}`} aria-labelledby={heading}>
      <header class="panel-head">
        <h2 id={heading}>{title}</h2>
        {side ? <div class="panel-side">{side}</div> : null}
      </header>
      {children}
    </section>
  );
}
