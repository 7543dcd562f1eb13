import type { Faults } from './index.ts';

/** One item of the attract playlist; `media` is its path in the release, `seconds` null for a video. */
export interface PlayerItem {
  file: string;
  media: string;
  kind: 'image' | 'video';
  seconds: number | null;
}

export interface Played {
  media: string;
  seconds: number;
}

export interface PlayerOptions {
  show(item: number, file: string): void;
  hide(): void;
  onPlayed(played: Played): void;
  faults: Faults;
  now(): number;
}

export interface Player {
  setPlaylist(items: readonly PlayerItem[]): void;
  /** Whether the attract layer plays; not in a session. */
  setAttract(showing: boolean): void;
  /** A display is there to play on, or no longer. */
  setReady(ready: boolean): void;
  shown(item: number): void;
  ended(item: number): void;
  failed(item: number, message: string): void;
  stop(): void;
}

/** Milliseconds: an item that did not appear by then is broken; the pause when no item can be played. */
const appearWithin = 15_000;
const pauseWhenAllFail = 5_000;

/** Plays the items in their order, for ever: pictures for their seconds, videos to their end. */
export function createPlayer({ show, hide, onPlayed, faults, now }: PlayerOptions): Player {
  let items: readonly PlayerItem[] = [];
  let index = 0;
  let attract = true;
  let ready = false;
  /** Number of the showing under way; what is told about another one is old news. */
  let showing = 0;
  let shownAt: number | null = null;
  let failuresInARow = 0;
  let timer: NodeJS.Timeout | undefined;
  const failing = new Set<string>();

  const partOf = (media: string): string => media.slice(-120);
  const after = (milliseconds: number, act: () => void): void => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };
  const settle = (media: string): void => {
    if (failing.delete(media)) faults.clear('display.media_failed', partOf(media));
  };

  const play = (): void => {
    clearTimeout(timer);
    showing += 1;
    shownAt = null;
    const item = items[index];
    if (!ready) return;
    if (!attract || item === undefined) {
      hide();
      return;
    }
    show(showing, item.file);
    const current = showing;
    after(appearWithin, () => fail(current, 'it did not appear in time'));
  };
  const next = (): void => {
    index = items.length === 0 ? 0 : (index + 1) % items.length;
    play();
  };
  const finish = (item: PlayerItem, since: number): void => {
    onPlayed({ media: item.media, seconds: (now() - since) / 1000 });
    const only = items.length === 1 && item.kind === 'image';
    if (!only) {
      next();
      return;
    }
    // A lone picture is on the screen already and needs no decoding again.
    shownAt = now();
    hold(item, shownAt);
  };
  const hold = (item: PlayerItem, since: number): void => {
    if (item.kind === 'image') after((item.seconds ?? 10) * 1000, () => finish(item, since));
    else clearTimeout(timer);
  };
  const fail = (number: number, message: string): void => {
    const item = items[index];
    if (number !== showing || item === undefined) return;
    failing.add(item.media);
    faults.raise('display.media_failed', `${item.media}: ${message}`, partOf(item.media));
    failuresInARow += 1;
    if (failuresInARow < items.length) {
      next();
      return;
    }
    showing += 1;
    hide();
    after(pauseWhenAllFail, next);
  };

  return {
    setPlaylist(wanted) {
      if (JSON.stringify(wanted) === JSON.stringify(items)) return;
      for (const media of [...failing]) settle(media);
      items = [...wanted];
      index = 0;
      failuresInARow = 0;
      play();
    },
    setAttract(wanted) {
      if (wanted === attract) return;
      attract = wanted;
      play();
    },
    setReady(wanted) {
      ready = wanted;
      play();
    },
    shown(number) {
      const item = items[index];
      if (number !== showing || item === undefined) return;
      failuresInARow = 0;
      shownAt = now();
      settle(item.media);
      hold(item, shownAt);
    },
    ended(number) {
      const item = items[index];
      if (number !== showing || item?.kind !== 'video') return;
      if (shownAt === null) fail(number, 'it ended before its first picture');
      else finish(item, shownAt);
    },
    failed: fail,
    stop() {
      clearTimeout(timer);
      showing += 1;
      items = [];
    },
  };
}
