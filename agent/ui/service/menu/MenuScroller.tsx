import type { ComponentChildren } from 'preact';
import { ScrollArea } from '../../parts/Scroller.tsx';
import { useService } from '../context.ts';

/** The part of the menu that scrolls. */
export function MenuScroller({ children }: { children: ComponentChildren }) {
  const { words, now } = useService();
  return (
    <ScrollArea start={0} words={words} now={now}>
      {children}
    </ScrollArea>
  );
}
