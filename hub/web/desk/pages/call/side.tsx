import type { ComponentChildren } from 'preact';
import type { CallWish } from '../../../../../protocol/calls/wish.ts';
import type { CallView } from '../../../call/index.ts';
import { AboutPanel } from './about.tsx';
import { ShowPanel } from './show/index.tsx';
import { TextPanel } from './text.tsx';

export type SideTab = 'text' | 'show' | 'about';

export interface SideProps {
  call: CallView;
  wish: CallWish;
  listens: boolean;
  tab: SideTab;
  onTab(tab: SideTab): void;
}

const titles: Readonly<Record<SideTab, string>> = { text: 'Text', show: 'Show', about: 'About' };

/** Beside the faces: what is written, what is shown, and what the call is about. All stay as they are while hidden. */
export function Side({ call, wish, listens, tab, onTab }: SideProps) {
  const tabs: readonly SideTab[] = call.you === 'operator' ? ['text', 'show', 'about'] : ['text', 'about'];
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    onTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <aside class="side" aria-label="Text, show, about">
      <div class="side-tabs" role="tablist" aria-label="Beside the call">
        {tabs.map((each) => (
          <button
            key={each}
            id={`tab-${each}`}
            type="button"
            role="tab"
            class="side-tab"
            aria-selected={tab === each}
            aria-controls={`panel-${each}`}
            tabIndex={tab === each ? 0 : -1}
            onClick={() => onTab(each)}
            onKeyDown={move}
          >
            {titles[each]}
          </button>
        ))}
      </div>
      <Panel tab="text" shown={tab === 'text'}>
        <TextPanel call={call} listens={listens} />
      </Panel>
      {call.you === 'operator' ? (
        <Panel tab="show" shown={tab === 'show'}>
          <ShowPanel call={call} wish={wish} />
        </Panel>
      ) : null}
      <Panel tab="about" shown={tab === 'about'}>
        <AboutPanel call={call} wish={wish} />
      </Panel>
    </aside>
  );
}

function Panel({ tab, shown, children }: { tab: SideTab; shown: boolean; children: ComponentChildren }) {
  return (
    <div
      id={`panel-${tab}`}
      class="side-panel"
      role="tabpanel"
      aria-labelledby={`tab-${tab}`}
      hidden={!shown}
    >
      {children}
    </div>
  );
}
