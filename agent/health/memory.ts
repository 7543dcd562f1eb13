import type { Logger } from 'pino';
import Type, { type Static } from 'typebox';
import { BootReason, Fault, validatorOf } from '../../protocol/index.ts';
import { type Memory, openMemory } from '../state/index.ts';
import { bootIdOf, type FormerRun, type Roots, readBootReason } from './board/index.ts';
import { Inventory } from './inventory.ts';

const HealthRecord = Type.Object(
  {
    version: Type.Literal(1),
    /** Checked one by one: one that this version does not know is dropped, and the others stay. */
    faults: Type.Array(Type.Unknown(), { maxItems: 100 }),
    boot: Type.Object(
      {
        id: Type.String({ maxLength: 80 }),
        reason: BootReason,
        inventory: Type.Union([Inventory, Type.Null()]),
      },
      { additionalProperties: false },
    ),
    /** Starts of the agent over the totem's life. */
    starts: Type.Integer({ minimum: 0 }),
    /** When the last ones were, in milliseconds since 1970. */
    lastStarts: Type.Array(Type.Number(), { maxItems: 50 }),
  },
  { additionalProperties: false },
);
type HealthRecord = Static<typeof HealthRecord>;

/** What the health must remember: faults that hold, starts, why the board started. */
export interface HealthMemory {
  /** Faults that held when the former run ended. */
  faults: readonly Fault[];
  keepFaults(faults: readonly Fault[]): void;
  bootReason(): HealthRecord['boot']['reason'];
  inventory(): Inventory | null;
  keepInventory(inventory: Inventory): void;
  starts(): { starts: number; startsLastHour: number };
  stop(): Promise<void>;
}

export interface HealthMemoryOptions {
  folder: string;
  roots: Roots;
  /** Whether the former run ended in good order. */
  cleanStop: boolean;
  now: () => number;
  log: Logger;
}

const checkFault = validatorOf(Fault);
const keptStarts = 50;
const hour = 3_600_000;

/** Opens the memory and counts this start. */
export async function openHealthMemory(options: HealthMemoryOptions): Promise<HealthMemory> {
  const { folder, roots, cleanStop, now, log } = options;
  const initial: HealthRecord = {
    version: 1,
    faults: [],
    boot: { id: '', reason: 'unknown', inventory: null },
    starts: 0,
    lastStarts: [],
  };
  const memory: Memory<HealthRecord> = await openMemory(folder, HealthRecord, initial, log);
  const before = memory.data();
  const id = bootIdOf(roots);
  const startedAt = before.lastStarts.at(-1);
  const former: FormerRun | null = startedAt === undefined ? null : { startedAt, cleanStop };
  const boot =
    before.boot.id === id
      ? before.boot
      : { id, reason: await readBootReason(roots, former), inventory: null };
  const first = now();
  await memory.change((draft) => {
    draft.boot = boot;
    draft.starts += 1;
    draft.lastStarts = [...draft.lastStarts, first].slice(-keptStarts);
  });
  return {
    faults: before.faults.flatMap((fault) => {
      const checked = checkFault(fault);
      return checked.ok ? [checked.value] : [];
    }),
    keepFaults: (faults) =>
      void memory.change((draft) => {
        draft.faults = [...faults];
      }),
    bootReason: () => memory.data().boot.reason,
    inventory: () => memory.data().boot.inventory,
    keepInventory: (inventory) =>
      void memory.change((draft) => {
        draft.boot.inventory = inventory;
      }),
    starts: () => {
      const { starts, lastStarts } = memory.data();
      // A start that seems to lie ahead was before the clock was set.
      const recent = lastStarts.filter((at) => now() - at < hour);
      return { starts, startsLastHour: recent.length };
    },
    stop: memory.stop,
  };
}
