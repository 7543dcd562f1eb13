import type { FaultCode, Health } from '../../protocol/index.ts';
import type { Faults } from './faults.ts';
import type { Figure } from './figures.ts';
import { judge, type Limit, unwatched, type Watch } from './limit.ts';

/** Holds the figures against their limits. */
export interface LimitKeeper {
  /** @param clock milliseconds of a clock that never goes back */
  check(health: Health, clock: number): void;
  /** Codes that only the limits raise and clear. */
  codes: ReadonlySet<FaultCode>;
}

/** Faults that were remembered go on: they are cleared once their figure has been good for its time. */
export function createLimits(figures: readonly Figure[], faults: Faults): LimitKeeper {
  const limits = figures.flatMap((figure) => figure.limits.map((limit) => ({ figure, limit })));
  const codes = new Set(limits.map(({ limit }) => limit.fault));
  const watches = new Map<string, Watch>();
  const remembered = faults.list().filter(({ code }) => codes.has(code));

  const keyOf = (figure: Figure, limit: Limit, part: string) => `${figure.name} ${limit.fault} ${part}`;
  /** Like parts of different figures, such as a disk's life and reserve, may raise the same fault. */
  const heldByOthers = (limit: Limit, part: string, key: string) =>
    limits.some(({ figure, limit: other }) => {
      const otherKey = keyOf(figure, other, part);
      return otherKey !== key && other.fault === limit.fault && watches.get(otherKey)?.raised === true;
    });
  for (const { code, part } of remembered) {
    for (const { figure, limit } of limits) {
      if (limit.fault === code) watches.set(keyOf(figure, limit, part), { raised: true, turning: null });
    }
  }

  return {
    codes,
    check: (health, clock) => {
      for (const { figure, limit } of limits) {
        const readings = new Map(figure.read(health).map(({ part, value }) => [part, value]));
        const prefix = keyOf(figure, limit, '');
        const gone = [...watches.keys()]
          .filter((key) => key.startsWith(prefix))
          .map((key) => key.slice(prefix.length));
        for (const part of new Set([...readings.keys(), ...gone])) {
          const key = keyOf(figure, limit, part);
          const before = watches.get(key) ?? unwatched;
          const value = readings.get(part) ?? null;
          const after = judge(limit, before, value, clock);
          if (value === null && !after.raised) watches.delete(key);
          else watches.set(key, after);
          if (after.raised === before.raised) continue;
          if (after.raised) faults.raise(limit.fault, messageOf(figure, limit, part, value ?? 0), part);
          else if (!heldByOthers(limit, part, key)) faults.clear(limit.fault, part);
        }
      }
    },
  };
}

function messageOf({ name, unit }: Figure, { raise, bad, hold }: Limit, part: string, value: number): string {
  const words = `${name.replaceAll('_', ' ')}${part === '' ? '' : ` of ${part}`}`;
  if (unit === 'yes/no') return words;
  const symbol = unit === '1' ? '' : ` ${unit}`;
  const time = hold > 0 ? ` for ${hold} s` : '';
  return `${words} is ${value}${symbol}; ${bad === 'above' ? 'at least' : 'at most'} ${raise}${symbol}${time} is too ${bad === 'above' ? 'much' : 'little'}`;
}
