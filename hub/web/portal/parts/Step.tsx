import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useShown } from './context.ts';

/** A heading that the keyboard's focus goes to when it appears, unless the visitor is reading the page meanwhile. */
export function useHeading() {
  const { state } = useShown();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (state.panel === 'whole') heading.current?.focus();
  }, []);
  return heading;
}

/** One step with its heading, which the keyboard's focus goes to when the step begins. */
export function Step({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: string;
  children?: ComponentChildren;
}) {
  const heading = useHeading();
  return (
    <div class="step">
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {lead !== undefined && <p class="lead">{lead}</p>}
      {children}
    </div>
  );
}
