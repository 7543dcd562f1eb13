import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

/** A part of a page with its heading. */
export function Section({
  title,
  icon,
  kind = '',
  children,
}: {
  title: string;
  icon?: IconName;
  /** Further class names. */
  kind?: string;
  children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class={`section ${kind}`} aria-labelledby={id}>
      <h2 id={id}>
        {icon && <Icon name={icon} />}
        {title}
      </h2>
      {children}
    </section>
  );
}
