import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Type from 'typebox';
import { jsonValidatorOf } from '../../../protocol/index.ts';
import type { Check, CheckContext } from '../check.ts';
import { reasonOf, runChild } from '../child.ts';

/** What is used of `rauc status --output-format=json` (RAUC, src/status.c). */
const SlotStatus = Type.Object({
  bootname: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  state: Type.Optional(Type.String()),
  boot_status: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});
const RaucStatus = Type.Object({
  booted: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  slots: Type.Array(Type.Record(Type.String(), SlotStatus), { maxItems: 64 }),
});
const parse = jsonValidatorOf(RaucStatus, 256 * 1024);

export const slot: Check = {
  seconds: 15,
  async run(context) {
    const line = await readFile(join(context.parts.system, 'proc/cmdline'), 'utf8').catch(() => '');
    const booted = bootedSlot(line);
    if (booted === null) return context.find('slot.single', {});
    const asked = await runChild('rauc', ['status', '--output-format=json'], {
      signal: context.signal,
      limit: 10_000,
    });
    if (!asked.ok) return context.find('slot.unknown', { slot: booted, reason: asked.error.message });
    const status = parse(asked.value.out);
    if (asked.value.code !== 0 || !status.ok) {
      const reason = asked.value.code === 0 && !status.ok ? status.error.message : reasonOf(asked.value);
      return context.find('slot.unknown', { slot: booted, reason });
    }
    judgeSlots(
      context,
      booted,
      status.value.slots.flatMap((named) => Object.values(named)),
    );
  },
};

/** The slot that the boot loader named on the kernel's command line, as RAUC reads it (`rauc.slot=`). */
export function bootedSlot(commandLine: string): string | null {
  return /(?:^|\s)rauc\.slot=(\S+)/.exec(commandLine)?.[1] ?? null;
}

interface Slot {
  bootname?: string | null;
  boot_status?: string | null;
}

function judgeSlots(context: CheckContext, booted: string, slots: readonly Slot[]): void {
  for (const { bootname, boot_status: state } of slots) {
    if (!bootname || !state) continue;
    if (bootname === booted) {
      context.find(state === 'good' ? 'slot.booted' : 'slot.unconfirmed', { slot: bootname, state });
    } else context.find(state === 'good' ? 'slot.other' : 'slot.other_bad', { slot: bootname, state });
  }
}
