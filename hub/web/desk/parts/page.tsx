import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface PageProps {
  title: string;
  lead?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
}

/** Heading and body of a page. The heading takes the focus when the page is entered. */
export function Page({ title, lead, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // What rings has the focus already.
    if (!document.querySelector('dialog[open]')) heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  useEffect(() => {
    document.title = `${title} · Totem desk`;
  }, [title]);
  return (
    <div class="page">
      <div class="page-head">
        <div class="page-title">
          <h1 ref={heading} tabIndex={-1} data-focus-mouse="true">
            {title}
          </h1>
          {lead ? <div class="page-lead">{lead}</div> : null}
        </div>
        {actions ? <div class="page-actions">{actions}</div> : null}
      </div>
      {children}
    </div>
  );
}
