/**
 * Marks what a mouse put the focus on, as bootstrap-italia's style expects: its ring is drawn for the keyboard
 * only. The library's own script for this is dropped by bundlers, because its package calls it free of effects.
 */
export function markMouseFocus(page: Document): void {
  let mouse = false;
  page.addEventListener('keydown', () => {
    mouse = false;
  });
  page.addEventListener('mousedown', () => {
    mouse = true;
  });
  page.addEventListener('focusin', ({ target }) => {
    if (mouse && target instanceof HTMLElement) target.dataset.focusMouse = 'true';
  });
  page.addEventListener('focusout', ({ target }) => {
    if (target instanceof HTMLElement && target.tabIndex >= 0) delete target.dataset.focusMouse;
  });
}
