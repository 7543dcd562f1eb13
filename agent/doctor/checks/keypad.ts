import { type TotemKey, totemKeys } from '../../../protocol/index.ts';
import type { Check, CheckContext } from '../check.ts';
import type { ScreenParts } from '../parts.ts';
import { createPatience, fired } from '../until.ts';

/** Milliseconds without a new key after which nobody presses any more, or nothing answers. */
const idleFor = 20_000;

export const keypad: Check = {
  seconds: 10,
  attendedSeconds: 120,
  async run(context) {
    const { running } = context.parts;
    if (!running) return context.find('check.needs_agent', {});
    const keypads = running.input().filter(({ kinds }) => kinds.includes('keys'));
    if (keypads.length === 0) return context.find('keypad.none', {});
    for (const { part, name, state } of keypads) {
      const who = { name: name || 'The keypad', part };
      context.find(state === 'ready' ? 'keypad.ready' : 'keypad.lost', who);
    }
    if (!keypads.some(({ state }) => state === 'ready') || !running.screen) return;
    if (!context.attended) return context.find('check.needs_person', {});
    if (!context.mayDisturb()) return context.find('check.citizen_present', {});
    await press(context, running.screen);
  },
};

async function press(context: CheckContext, screen: ScreenParts): Promise<void> {
  context.progress('Press every key of the keypad.', 0);
  const shown = screen.show({ kind: 'keypad' });
  const patience = createPatience(idleFor);
  let pressed: readonly TotemKey[] = [];
  const forget = shown.onProgress((progress) => {
    if (progress.kind !== 'keypad') return;
    if (progress.pressed.length > pressed.length) patience.renew();
    pressed = progress.pressed;
    context.progress(`${pressed.length} of ${totemKeys.length} keys`, pressed.length / totemKeys.length);
  });
  await Promise.race([shown.ended, patience.over, fired(context.signal)]);
  patience.end();
  forget();
  shown.hide();
  const missing = totemKeys.filter((key) => !pressed.includes(key));
  if (missing.length === 0) context.find('keypad.complete', { keys: totemKeys.join(', ') });
  else if (pressed.length === 0) context.find('keypad.silent', {});
  else context.find('keypad.missing_keys', { keys: missing.join(', ') });
}
