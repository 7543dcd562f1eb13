import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isUnderWay, type Panel } from '../state.ts';
import { Announcer } from './Announcer.tsx';
import { useShown } from './context.ts';
import { Icon } from './Icon.tsx';

/** The panel above the page, or, small, in its corner; both above everything that the page has. */
export function Dialog({ children }: { children: ComponentChildren }) {
  const { state, portal, words } = useShown();
  const dialog = useRef<HTMLDialogElement>(null);
  const { panel } = state;
  useEffect(() => show(dialog.current, panel), [panel]);
  const goesOn = isUnderWay(state) || (state.step === 'call' && !state.call);
  return (
    <dialog
      ref={dialog}
      class={`panel ${panel}`}
      aria-label={words('open')}
      popover="manual"
      onCancel={(event) => {
        event.preventDefault();
        portal.dismiss();
      }}
      onClose={() => {
        // A browser closes it whatever we say, when it is asked twice.
        if (portal.state().panel === 'whole' && !dialog.current?.open) portal.dismiss();
      }}
    >
      <header class="bar">
        <p>{state.directory?.institution ?? words('open')}</p>
        {goesOn && (
          <button
            type="button"
            class="round"
            aria-label={words(panel === 'small' ? 'bigger' : 'smaller')}
            title={words(panel === 'small' ? 'bigger' : 'smaller')}
            onClick={() => portal.resize(panel === 'small' ? 'whole' : 'small')}
          >
            <Icon name={panel === 'small' ? 'grow' : 'shrink'} />
          </button>
        )}
        {!goesOn && (
          <button
            type="button"
            class="round"
            aria-label={words('close')}
            title={words('close')}
            onClick={portal.dismiss}
          >
            <Icon name="close" />
          </button>
        )}
      </header>
      <Announcer />
      <div class="body">{children}</div>
    </dialog>
  );
}

function show(dialog: HTMLDialogElement | null, panel: Panel): void {
  if (!dialog) return;
  const pops = Object.hasOwn(HTMLElement.prototype, 'showPopover');
  const popped = pops && dialog.matches(':popover-open');
  if (panel !== 'small' && popped) dialog.hidePopover();
  if (panel !== 'whole' && dialog.open) dialog.close();
  if (panel === 'whole' && !dialog.open) dialog.showModal();
  if (panel !== 'small') return;
  if (!pops) dialog.show();
  else if (!popped) dialog.showPopover();
}
