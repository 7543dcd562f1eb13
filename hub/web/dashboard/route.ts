import { useEffect, useState } from 'preact/hooks';

/** A place in the dashboard. It lives in the address's fragment, so that the hub serves one file. */
export type Route =
  | { page: 'fleet' }
  | { page: 'totem'; id: string }
  | { page: 'content' }
  | { page: 'firmware' }
  | { page: 'rollouts' }
  | { page: 'rollout'; id: number }
  | { page: 'sites' }
  | { page: 'report' }
  | { page: 'unknown' };

export interface Place {
  route: Route;
  query: URLSearchParams;
}

export function placeOf(fragment: string): Place {
  const [path = '', query = ''] = fragment.replace(/^#/, '').split('?', 2);
  return { route: routeOf(path.split('/').filter(Boolean)), query: new URLSearchParams(query) };
}

function routeOf(parts: readonly string[]): Route {
  const [first, second, ...rest] = parts;
  if (first === undefined) return { page: 'fleet' };
  if (first === 'totems' && second !== undefined && rest.length === 0)
    return { page: 'totem', id: decoded(second) };
  if (first === 'rollouts' && second !== undefined && rest.length === 0 && /^[1-9]\d{0,8}$/.test(second)) {
    return { page: 'rollout', id: Number(second) };
  }
  const plain = ['content', 'firmware', 'rollouts', 'sites', 'report'] as const;
  const page = plain.find((name) => name === first);
  if (page !== undefined && second === undefined) return { page };
  return { page: 'unknown' };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function totemHref(id: string): string {
  return `#/totems/${encodeURIComponent(id)}`;
}

export function rolloutHref(id: number): string {
  return `#/rollouts/${id}`;
}

/** The address of the fleet with a filter; filters that do nothing are left out. */
export function fleetHref(filter: Record<string, string>): string {
  const entries = Object.entries(filter).filter(([, value]) => value !== '' && value !== 'all');
  const query = new URLSearchParams(entries).toString();
  return query === '' ? '#/' : `#/?${query}`;
}

export function usePlace(): Place {
  const [place, setPlace] = useState(() => placeOf(location.hash));
  useEffect(() => {
    const update = () => setPlace(placeOf(location.hash));
    window.addEventListener('hashchange', update);
    return () => window.removeEventListener('hashchange', update);
  }, []);
  return place;
}
