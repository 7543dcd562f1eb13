import type { CallNotice } from '../../protocol/calls/index.ts';
import type { Call, Centre, Effect, Rules } from './model/index.ts';
import { placesOf, standingNotices } from './model/index.ts';
import type { HandlingTimes } from './routing/index.ts';

/** Tells those who wait where they stand, whenever that has changed. */
export interface Places {
  /** What is to be told besides the effects of a step, and those effects with the places filled in. */
  told(centre: Centre, effects: readonly Effect[], now: number): Effect[];
}

export function createPlaces(rules: Rules, handling: () => HandlingTimes): Places {
  let last = new Map<Call['id'], string>();
  return {
    told: (centre, effects, now) => {
      const places = placesOf(centre, now, rules, handling());
      const filled = effects.map((effect) =>
        effect.type === 'notice' ? { ...effect, notice: withPlace(effect.notice, places) } : effect,
      );
      const next = new Map([...places].map(([call, place]) => [call, JSON.stringify(place)]));
      const moved = [...next].filter(([call, place]) => last.has(call) && last.get(call) !== place);
      last = next;
      const mentioned = new Set(
        effects.flatMap((effect) =>
          effect.type === 'notice' && effect.notice.type === 'standing' ? [effect.notice.call] : [],
        ),
      );
      return [
        ...filled,
        ...moved.flatMap(([id]) => {
          const call = centre.calls.get(id);
          return call && !mentioned.has(id) ? standingNotices(call, places.get(id)) : [];
        }),
      ];
    },
  };
}

function withPlace(notice: CallNotice, places: ReturnType<typeof placesOf>): CallNotice {
  if (notice.type !== 'standing') return notice;
  const queued = notice.state === 'waiting' || notice.state === 'ringing';
  const place = places.get(notice.call);
  return queued && place ? { ...notice, ...place } : notice;
}
