import { useEffect } from 'preact/hooks';
import { useScreen } from '../parts/context.ts';
import { Kept } from './Kept.tsx';
import { Over } from './Over.tsx';
import { Queue } from './Queue.tsx';
import { isOver, isTalk } from './state.ts';
import { useCall } from './use.ts';
import { Wishes } from './Wishes.tsx';
import { usualWish } from './wish.ts';

/** A call to a person, from what is wished for to what has come of it. The talk itself fills the screen over it. */
export function CallScreen({ place }: { place: { office: string | null; subject: string | null } }) {
  const { session, words } = useScreen();
  const calling = useCall();
  const { view, asked, wish } = calling.call();
  useEffect(() => () => calling.settle(), [calling]);

  if (view && isTalk(view)) return <h1 tabIndex={-1}>{words('call.title')}</h1>;
  if (view && isOver(view)) return <Over view={view} />;
  if (view?.state === 'callback') return <Kept view={view} />;
  if (view || asked) return <Queue view={view} wish={view?.wish ?? wish} />;
  const wished = wish ?? (place.office && usualWish(place.office, place.subject, session.language)) ?? null;
  return <Wishes wish={wished || null} />;
}
