import { createHmac, randomBytes } from 'node:crypto';
import type { TextMessageConfiguration, TotemId } from '../../protocol/index.ts';

/** How many messages may go, counted without knowing to whom. */
export interface Limits {
  /** Counts a message that is about to go; `false` where it may not. */
  take(totem: TotemId, number: string): boolean;
  /** The message did not go: the citizen may try again. What the totem may send stays counted. */
  giveBack(number: string): void;
}

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Numbers are counted by a keyed hash (HMAC-SHA-256, RFC 2104) whose key is made anew each day and exists in memory
 * only: after that day not even the hub can say whether a number was among them.
 */
export function createLimits(limits: TextMessageConfiguration['limits'], now: () => number): Limits {
  let today = -1;
  let thisHour = -1;
  let key = randomBytes(32);
  const byNumber = new Map<string, number>();
  const byTotem = new Map<TotemId, { hour: number; day: number }>();
  let all = 0;

  const turn = () => {
    const moment = now();
    if (Math.floor(moment / day) !== today) {
      today = Math.floor(moment / day);
      key = randomBytes(32);
      byNumber.clear();
      byTotem.clear();
      all = 0;
    }
    if (Math.floor(moment / hour) !== thisHour) {
      thisHour = Math.floor(moment / hour);
      for (const counted of byTotem.values()) counted.hour = 0;
    }
  };
  const disguised = (number: string) => createHmac('sha256', key).update(number).digest('base64url');

  return {
    take: (totem, number) => {
      turn();
      const name = disguised(number);
      const sent = byNumber.get(name) ?? 0;
      const counted = byTotem.get(totem) ?? { hour: 0, day: 0 };
      const mayTotem = counted.hour < limits.totemPerHour && counted.day < limits.totemPerDay;
      if (sent >= limits.numberPerDay || !mayTotem || all >= limits.perDay) return false;
      byNumber.set(name, sent + 1);
      byTotem.set(totem, { hour: counted.hour + 1, day: counted.day + 1 });
      all += 1;
      return true;
    },
    giveBack: (number) => {
      turn();
      const name = disguised(number);
      const sent = byNumber.get(name) ?? 0;
      if (sent > 1) byNumber.set(name, sent - 1);
      else byNumber.delete(name);
    },
  };
}
