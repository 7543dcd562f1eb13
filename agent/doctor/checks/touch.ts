import { areasOf } from '../areas.ts';
import type { Check, CheckContext } from '../check.ts';
import type { ScreenParts } from '../parts.ts';
import { createPatience, fired } from '../until.ts';

/** About a fingertip on a 32-inch screen, and few enough to be drawn over in a minute. */
const map = { columns: 12, rows: 20 } as const;

export const touch: Check = {
  seconds: 10,
  attendedSeconds: 180,
  async run(context) {
    const { running } = context.parts;
    if (!running) return context.find('check.needs_agent', {});
    const panels = running.input().filter(({ kinds }) => kinds.includes('touch'));
    if (panels.length === 0) return context.find('touch.none', {});
    for (const { part, name, state, contactsDown, eventsTotal } of panels) {
      const who = { name: name || 'The touch device', part };
      if (state === 'lost') context.find('touch.lost', who);
      else if (state === 'refused') context.find('touch.refused', who);
      else context.find('touch.ready', { ...who, events: eventsTotal });
      if (contactsDown > 0 && running.screenFree())
        context.find('touch.stuck', { part, contacts: contactsDown });
    }
    if (!panels.some(({ state }) => state === 'ready') || !running.screen) return;
    if (!context.attended) return context.find('check.needs_person', {});
    if (!context.mayDisturb()) return context.find('check.citizen_present', {});
    await draw(context, running.screen);
  },
};

async function draw(context: CheckContext, screen: ScreenParts): Promise<void> {
  const cells = map.columns * map.rows;
  context.progress('Draw over the whole screen with a finger until every cell is covered.', 0);
  const shown = screen.show({ kind: 'touch_map', ...map });
  const patience = createPatience(idleFor);
  let covered: readonly number[] = [];
  const forget = shown.onProgress((progress) => {
    if (progress.kind !== 'touch_map') return;
    if (progress.covered.length > covered.length) patience.renew();
    covered = progress.covered;
    context.progress(`${covered.length} of ${cells} cells`, Math.min(1, covered.length / cells));
  });
  const ending = await Promise.race([shown.ended, patience.over, fired(context.signal)]);
  patience.end();
  forget();
  shown.hide();
  const touched = new Set(covered.filter((cell) => cell < cells));
  const percent = Math.floor((touched.size / cells) * 100);
  if (touched.size === 0) return context.find('touch.untouched', {});
  if (touched.size === cells) {
    return context.find('touch.covered', { percent, touched: touched.size, cells });
  }
  // Whoever gives up early has not tried the rest; only near the end do gaps speak against the panel.
  if (ending !== 'done' && percent < triedEnough) return context.find('touch.given_up', { percent });
  context.find('touch.dead_areas', { cells: cells - touched.size, areas: areasOf(touched, map) });
}

/** Milliseconds without a new cell after which nobody draws any more, or nothing answers. */
const idleFor = 25_000;

/** Percent of the panel after which an untouched cell is taken for a dead one. */
const triedEnough = 60;
