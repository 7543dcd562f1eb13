import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

/** A problem in the place where it matters; read out when it appears. */
export function Alert({ children }: { children: ComponentChildren }) {
  return (
    <div class="note note-bad" role="alert">
      <Icon name="it-error" />
      <div>{children}</div>
    </div>
  );
}

export function Note({ children }: { children: ComponentChildren }) {
  return (
    <div class="note">
      <Icon name="it-info-circle" />
      <div>{children}</div>
    </div>
  );
}
