import type { Store } from './store.ts';

/** A sentence about what the admin just did; errors stay until they are dismissed. */
export interface Notice {
  id: number;
  kind: 'done' | 'problem';
  text: string;
}

export function addNotice(notices: Store<readonly Notice[]>, kind: Notice['kind'], text: string): void {
  notices.set((list) => {
    const id = (list.at(-1)?.id ?? 0) + 1;
    return [...list.filter((notice) => notice.text !== text), { id, kind, text }].slice(-4);
  });
}

export function dismissNotice(notices: Store<readonly Notice[]>, id: number): void {
  notices.set((list) => list.filter((notice) => notice.id !== id));
}
