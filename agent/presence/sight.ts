import type { SensorNews } from '../sensors/index.ts';
import type { PresenceEvent } from './policy.ts';

/** Makes out of what sensors measure what the policy needs: who is seen, and which sensors work. */
export interface Sight {
  /** null for what has nothing to do with presence. */
  understand(news: SensorNews): PresenceEvent | null;
}

export function createSight(): Sight {
  /** Sensors that have told of presence; the others are thermometers and the like. */
  const watching = new Set<string>();
  return {
    understand({ sensor, state, measurements }) {
      const value = (name: string): number | undefined =>
        measurements.find(({ quantity }) => quantity === name)?.value;
      const present = value('presence');
      if (present !== undefined) {
        watching.add(sensor);
        const sighting = {
          present: present > 0,
          moving: (value('moving') ?? 0) > 0,
          distance: value('distance') ?? null,
        };
        return { type: 'seen', sensor, sighting };
      }
      if (state === 'ready' || state === 'probing' || !watching.has(sensor)) return null;
      return { type: 'blind', sensor };
    },
  };
}
