import Type, { type Static } from 'typebox';
import { validatorOf } from '../../../protocol/index.ts';

const text = Type.String({ maxLength: 4096 });

/** RAUC's properties (RAUC reference, D-Bus API); `SystemVersion` came with a later version. */
const Properties = Type.Object({
  Operation: text,
  LastError: text,
  Progress: Type.Tuple([Type.Integer(), text, Type.Integer()]),
  Compatible: text,
  BootSlot: text,
  SystemVersion: Type.Optional(text),
});
export const readProperties = validatorOf(Type.Tuple([Properties]));

const SlotStatus = Type.Object({
  class: text,
  state: text,
  bootname: Type.Optional(text),
  'boot-status': Type.Optional(text),
  status: Type.Optional(text),
  'bundle.version': Type.Optional(text),
  /** Hash of the manifest of the bundle that was installed last. */
  'bundle.hash': Type.Optional(text),
});
type SlotStatus = Static<typeof SlotStatus>;
export const readSlots = validatorOf(
  Type.Tuple([Type.Array(Type.Tuple([text, SlotStatus]), { maxItems: 64 })]),
);

export const readText = validatorOf(Type.Tuple([text]));
export const readTexts = validatorOf(Type.Tuple([text, text]));
export const readInspection = validatorOf(
  Type.Tuple([
    Type.Object({
      'manifest-hash': Type.Optional(text),
      update: Type.Object({ compatible: text, version: Type.Optional(text) }),
    }),
  ]),
);

/** A slot that the boot loader can start. */
export interface Slot {
  name: string;
  bootname: string;
  state: 'booted' | 'other';
  boot: 'good' | 'bad' | 'unknown';
  /** Whether the last installation into it went well; `null` where there was none. */
  written: boolean | null;
  version: string | null;
  manifestHash: string | null;
}

/** The slots that the boot loader chooses between. */
export function slotsOf(statuses: readonly (readonly [string, SlotStatus])[]): Slot[] {
  return statuses.flatMap(([name, status]) => {
    const { bootname, state, 'boot-status': boot, status: written } = status;
    if (bootname === undefined) return [];
    return {
      name,
      bootname,
      state: state === 'booted' ? 'booted' : 'other',
      boot: boot === 'good' || boot === 'bad' ? boot : 'unknown',
      written: written === undefined ? null : written === 'ok',
      version: status['bundle.version'] || null,
      manifestHash: status['bundle.hash'] || null,
    };
  });
}
