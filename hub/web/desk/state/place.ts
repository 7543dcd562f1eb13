import { useEffect, useState } from 'preact/hooks';

/** The pages that an operator goes to; those of a call come by themselves. It lives in the address's fragment. */
export const places = ['queue', 'prepare', 'wall', 'recordings'] as const;
export type Place = (typeof places)[number];

export const hrefOf = (place: Place) => (place === 'queue' ? '#/' : `#/${place}`);

export function placeOf(fragment: string): Place {
  return places.find((place) => fragment === hrefOf(place)) ?? 'queue';
}

/** A window that was just opened begins with what the operator needs to be ready. */
export function usePlace(): Place {
  const [place, setPlace] = useState<Place>(() =>
    location.hash === '' ? 'prepare' : placeOf(location.hash),
  );
  useEffect(() => {
    const update = () => setPlace(placeOf(location.hash));
    window.addEventListener('hashchange', update);
    return () => window.removeEventListener('hashchange', update);
  }, []);
  return place;
}
