import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

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
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="step">
      <h2 ref={heading} tabIndex={-1} id="title">
        {title}
      </h2>
      {lead !== undefined && <p class="lead">{lead}</p>}
      {children}
    </div>
  );
}
