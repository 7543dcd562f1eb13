import { useNow } from '../state/context.ts';
import { clock } from '../text/names.ts';

/** Time since a moment, ticking. `since` in ms. */
export function Elapsed({ since, label }: { since: number; label?: string }) {
  const seconds = (useNow() - since) / 1000;
  return (
    <time class="elapsed" dateTime={`PT${Math.max(0, Math.floor(seconds))}S`}>
      {label ? <span class="visually-hidden">{label} </span> : null}
      {clock(seconds)}
    </time>
  );
}
