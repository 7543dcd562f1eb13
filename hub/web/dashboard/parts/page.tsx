import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface PageProps {
  title: string;
  lead?: ComponentChildren;
  /** Pages above this one, from the fleet down. */
  above?: readonly { title: string; href: string }[];
  actions?: ComponentChildren;
  children: ComponentChildren;
}

/** Breadcrumbs, heading and body of a page. The heading takes the focus when the page is entered. */
export function Page({ title, lead, above = [], actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  useEffect(() => {
    document.title = `${title} · Totem`;
  }, [title]);
  return (
    <div class="page">
      {above.length > 0 ? <Breadcrumbs above={above} title={title} /> : null}
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

function Breadcrumbs({ above, title }: { above: readonly { title: string; href: string }[]; title: string }) {
  return (
    <nav class="breadcrumb-container" aria-label="Breadcrumbs">
      <ol class="breadcrumb">
        {above.map((page) => (
          <li class="breadcrumb-item" key={page.href}>
            <a href={page.href}>{page.title}</a>
            <span class="separator" aria-hidden="true">
              /
            </span>
          </li>
        ))}
        <li class="breadcrumb-item active" aria-current="page">
          {title}
        </li>
      </ol>
    </nav>
  );
}
