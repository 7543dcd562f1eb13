import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Words } from '../languages/index.ts';
import { reachedShare, wantsStillness } from '../profiles/apply.ts';
import { dragToScroll } from '../touch/index.ts';
import { useScreen } from './context.ts';
import { Icon } from './Icon.tsx';

/** Rounding of scroll positions, in CSS px. */
const slack = 2;

/** Share of what is seen, or of the part of it that can be reached, by which a button scrolls. */
const stepShare = 0.8;

/** So that nothing can be jumped over: what lies next comes into the reach of the citizen. */
function scrollStep(element: HTMLElement): number {
  const above = window.innerHeight * (1 - reachedShare(document.documentElement));
  return Math.max(element.clientHeight - above, element.clientHeight / 4) * stepShare;
}

/** The part of a citizen's screen that scrolls; `start` is how far it is scrolled at first. */
export function Scroller({
  start,
  children,
  within = false,
}: {
  start: number;
  children: ComponentChildren;
  /** Part of something that is the main thing of the page already. */
  within?: boolean;
}) {
  const { words, now } = useScreen();
  return (
    <ScrollArea start={start} words={words} now={now} within={within}>
      {children}
    </ScrollArea>
  );
}

/** Scrolls by dragging, by wheel and keys, and by two buttons for whoever cannot drag. */
export function ScrollArea({
  start,
  words,
  now,
  children,
  within = false,
}: {
  start: number;
  words: Words;
  now: () => number;
  children: ComponentChildren;
  within?: boolean;
}) {
  const Part = within ? 'div' : 'main';
  const scroller = useRef<HTMLDivElement>(null);
  const [edges, setEdges] = useState({ above: false, below: false });

  function look(): void {
    const element = scroller.current;
    if (!element) return;
    const above = element.scrollTop > slack;
    const below = element.scrollTop + element.clientHeight < element.scrollHeight - slack;
    setEdges((before) => (before.above === above && before.below === below ? before : { above, below }));
  }

  useLayoutEffect(() => {
    if (scroller.current) scroller.current.scrollTop = start;
    look();
  }, []);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const size = new ResizeObserver(look);
    size.observe(element);
    const observe = () => {
      for (const child of element.children) size.observe(child);
      look();
    };
    observe();
    // A screen that goes on to its next step puts other things into the same place.
    const steps = new MutationObserver(observe);
    steps.observe(element, { childList: true });
    const release = dragToScroll(element, now);
    return () => {
      size.disconnect();
      steps.disconnect();
      release();
    };
  }, []);

  function page(direction: 1 | -1): void {
    const element = scroller.current;
    if (!element) return;
    element.scrollBy({
      top: direction * scrollStep(element),
      behavior: wantsStillness(document.documentElement) ? 'auto' : 'smooth',
    });
  }

  return (
    <div class="scroll-area">
      <Part class="scroller" ref={scroller} onScroll={look} tabIndex={0}>
        {children}
      </Part>
      {(edges.above || edges.below) && (
        <div class="scroll-buttons">
          <button type="button" disabled={!edges.above} onClick={() => page(-1)}>
            <Icon name="up" />
            <span>{words('scroll.up')}</span>
          </button>
          <button type="button" disabled={!edges.below} onClick={() => page(1)}>
            <span>{words('scroll.down')}</span>
            <Icon name="down" />
          </button>
        </div>
      )}
    </div>
  );
}
