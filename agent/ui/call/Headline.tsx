import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../parts/Icon.tsx';
import type { IconName } from '../parts/icons.ts';

/** The head of a call's screen. It takes the focus when what it says becomes another thing. */
export function Headline({
  step,
  icon,
  kicker,
  title,
  tone = '',
  children,
}: {
  /** Which step of the call it stands for. */
  step: string;
  icon: IconName;
  kicker: ComponentChildren;
  title: string;
  /** Class for the badge's colour. */
  tone?: string;
  children?: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useRef(step);
  useEffect(() => {
    if (last.current !== step) {
      heading.current?.focus({ preventScroll: true });
      heading.current?.closest('.scroller')?.scrollTo({ top: 0 });
    }
    last.current = step;
  }, [step]);
  return (
    <header class="hero">
      <p class="kicker">
        <span class={`badge ${tone}`}>
          <Icon name={icon} />
        </span>
        {kicker}
      </p>
      {/* Another heading, so that coming to it is told, even where the focus is already. */}
      <h1 key={step} tabIndex={-1} ref={heading}>
        {title}
      </h1>
      {children}
    </header>
  );
}
