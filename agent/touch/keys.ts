import type { KeyPhase, TotemKey } from '../../protocol/index.ts';

/** One step of one key. */
export interface KeyStep {
  key: TotemKey;
  phase: KeyPhase;
}

/** Names of linux/input-event-codes.h that `keys` in agent.yaml may use, and their codes. */
export const keyCodes: Readonly<Record<string, number>> = {
  KEY_ESC: 1,
  KEY_1: 2,
  KEY_2: 3,
  KEY_3: 4,
  KEY_4: 5,
  KEY_5: 6,
  KEY_6: 7,
  KEY_7: 8,
  KEY_8: 9,
  KEY_9: 10,
  KEY_0: 11,
  KEY_MINUS: 12,
  KEY_BACKSPACE: 14,
  KEY_TAB: 15,
  KEY_ENTER: 28,
  KEY_SPACE: 57,
  KEY_F1: 59,
  KEY_F2: 60,
  KEY_F3: 61,
  KEY_F4: 62,
  KEY_F5: 63,
  KEY_F6: 64,
  KEY_F7: 65,
  KEY_F8: 66,
  KEY_F9: 67,
  KEY_F10: 68,
  KEY_KP7: 71,
  KEY_KP8: 72,
  KEY_KP9: 73,
  KEY_KP4: 75,
  KEY_KP5: 76,
  KEY_KP6: 77,
  KEY_KP1: 79,
  KEY_KP2: 80,
  KEY_KP3: 81,
  KEY_KP0: 82,
  KEY_KPDOT: 83,
  KEY_F11: 87,
  KEY_F12: 88,
  KEY_KPENTER: 96,
  KEY_HOME: 102,
  KEY_UP: 103,
  KEY_PAGEUP: 104,
  KEY_LEFT: 105,
  KEY_RIGHT: 106,
  KEY_END: 107,
  KEY_DOWN: 108,
  KEY_PAGEDOWN: 109,
  KEY_MUTE: 113,
  KEY_VOLUMEDOWN: 114,
  KEY_VOLUMEUP: 115,
  KEY_HELP: 138,
  KEY_MENU: 139,
  KEY_BACK: 158,
  KEY_HOMEPAGE: 172,
  KEY_EXIT: 174,
  KEY_CANCEL: 223,
  KEY_OK: 352,
  KEY_SELECT: 353,
  KEY_INFO: 358,
};

/** What each key means where agent.yaml does not say otherwise. */
const defaults: Readonly<Record<string, TotemKey>> = {
  KEY_UP: 'up',
  KEY_KP8: 'up',
  KEY_DOWN: 'down',
  KEY_KP2: 'down',
  KEY_LEFT: 'left',
  KEY_KP4: 'left',
  KEY_RIGHT: 'right',
  KEY_KP6: 'right',
  KEY_ENTER: 'ok',
  KEY_KPENTER: 'ok',
  KEY_KP5: 'ok',
  KEY_OK: 'ok',
  KEY_SELECT: 'ok',
  KEY_SPACE: 'ok',
  KEY_ESC: 'back',
  KEY_BACK: 'back',
  KEY_BACKSPACE: 'back',
  KEY_EXIT: 'back',
  KEY_CANCEL: 'back',
  KEY_HELP: 'help',
  KEY_F1: 'help',
  KEY_INFO: 'help',
  KEY_VOLUMEUP: 'volume_up',
  KEY_VOLUMEDOWN: 'volume_down',
  KEY_HOME: 'home',
  KEY_HOMEPAGE: 'home',
};

export type KeyTable = ReadonlyMap<number, TotemKey>;

/** The table of a device: the defaults, changed by what agent.yaml says (a name or a number; null takes away). */
export function keyTable(changes: Readonly<Record<string, TotemKey | null>> = {}): KeyTable {
  const table = new Map<number, TotemKey>();
  // One after the other: a code and a name may stand for the same key.
  for (const [name, key] of [...Object.entries(defaults), ...Object.entries(changes)]) {
    const code = keyCodes[name] ?? Number(name);
    if (key === null) table.delete(code);
    else table.set(code, key);
  }
  return table;
}

export interface KeyFollower {
  /** `value` is 1 for down, 2 for a repetition, 0 for up. */
  take(code: number, value: number): void;
  /** Which codes are down, after events were lost. */
  restore(down: ReadonlySet<number>): void;
  /** Lets go of every key, because nobody knows any more. */
  release(): void;
}

/** The same key again within so many ms after it was let go is a trembling hand (EN 301 549, 5.8); 0 takes all. */
export interface DoubleStrike {
  within: number;
  now: () => number;
}

/** Follows the keys of one device; a totem's key that two of its keys stand for is down while either is. */
export function createKeys(
  table: KeyTable,
  onKey: (step: KeyStep) => void,
  { within, now }: DoubleStrike = { within: 0, now: () => 0 },
): KeyFollower {
  const held = new Set<number>();
  let last: { key: TotemKey; at: number } | undefined;
  const trembles = (key: TotemKey): boolean => last?.key === key && now() - last.at < within;
  const isHeld = (key: TotemKey): boolean => [...held].some((code) => table.get(code) === key);

  const press = (code: number, key: TotemKey): void => {
    const already = isHeld(key);
    if (!already && trembles(key)) return;
    held.add(code);
    if (!already) onKey({ key, phase: 'down' });
  };
  const letGo = (code: number): void => {
    const key = table.get(code);
    if (!held.delete(code) || key === undefined || isHeld(key)) return;
    last = { key, at: now() };
    onKey({ key, phase: 'up' });
  };

  return {
    take(code, value) {
      const key = table.get(code);
      if (key === undefined) return;
      if (value === 0) letGo(code);
      else if (value === 2 && held.has(code)) onKey({ key, phase: 'repeat' });
      else if (value === 1 && !held.has(code)) press(code, key);
    },
    restore(down) {
      for (const code of [...held]) if (!down.has(code)) letGo(code);
      // A key that came down while nobody looked is not pressed now: its user waits for nothing any more.
    },
    release() {
      for (const code of [...held]) letGo(code);
    },
  };
}
