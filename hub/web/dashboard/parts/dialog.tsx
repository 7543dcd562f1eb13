import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';

export interface DialogProps {
  title: string;
  children: ComponentChildren;
  wide?: boolean;
  onClose(): void;
}

/** A modal on the browser's own `<dialog>`: it keeps the focus inside, closes with Escape and gives the focus back. */
export function Dialog({ title, children, wide = false, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    // The browser would choose the closing button; the first question, or the heading, is where the work is.
    const question = element?.querySelector<HTMLElement>('form :is(input, select)');
    (question ?? element?.querySelector('h2'))?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={wide ? 'sheet sheet-wide' : 'sheet'}
      aria-labelledby={heading}
      onCancel={onClose}
    >
      <header class="sheet-head">
        <h2 id={heading} tabIndex={-1} data-focus-mouse="true">
          {title}
        </h2>
        <button type="button" class="round-button" aria-label="Close" onClick={onClose}>
          <Icon name="it-close" size="md" />
        </button>
      </header>
      {children}
    </dialog>
  );
}
