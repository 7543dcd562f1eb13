import { useNow } from '../state/context.ts';
import { ago, moment } from '../text/format.ts';

/** How long ago, with the exact moment for who points at it. */
export function Ago({ at }: { at: string }) {
  return (
    <time dateTime={at} title={moment(at)}>
      {ago(at, useNow())}
    </time>
  );
}

export function Moment({ at }: { at: string }) {
  return <time dateTime={at}>{moment(at)}</time>;
}
