import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

/** What to do when there is nothing yet. */
export function Empty({
  icon,
  title,
  children,
}: {
  icon: string;
  title: string;
  children: ComponentChildren;
}) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={icon} size="lg" />
      </span>
      <h2>{title}</h2>
      {children}
    </div>
  );
}
