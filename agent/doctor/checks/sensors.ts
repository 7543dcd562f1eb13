import type { FindingCode, SensorFigures } from '../../../protocol/index.ts';
import type { Check, CheckContext } from '../check.ts';

/** Seconds after which the last word of a sensor is old: the slowest driver speaks every few seconds. */
const oldAfter = 30;

export const sensors: Check = {
  seconds: 10,
  async run(context) {
    const { running } = context.parts;
    if (!running) return context.find('check.needs_agent', {});
    const all = running.sensors();
    if (all.length === 0) return context.find('sensors.none', {});
    for (const sensor of all) judge(context, sensor);
  },
};

const bad = {
  silent: 'sensors.silent',
  lost: 'sensors.lost',
  wrong_device: 'sensors.wrong_device',
  noisy: 'sensors.noisy',
  probing: 'sensors.probing',
} as const satisfies Record<Exclude<SensorFigures['state'], 'ready'>, FindingCode>;

function judge(context: CheckContext, sensor: SensorFigures): void {
  const { id, driver, port, state, readings, framesTotal, framesDamaged, lastFrameAt } = sensor;
  if (state !== 'ready') {
    context.find(bad[state], { id, driver, port });
    return;
  }
  const age =
    lastFrameAt === null ? Number.POSITIVE_INFINITY : (context.parts.now() - Date.parse(lastFrameAt)) / 1000;
  const said = readings.map(
    ({ quantity, value, unit }) => `${quantity} ${value}${unit === '1' ? '' : ` ${unit}`}`,
  );
  if (age > oldAfter) context.find('sensors.old', { id, driver, port, age: Math.round(age) });
  else context.find('sensors.reading', { id, driver, readings: said.join(', '), age: Math.max(0, age) });
  // One damaged message in a hundred is a bad cable; the first ones may be cut because they are joined midway.
  if (framesDamaged > 3 && framesDamaged > framesTotal / 100) {
    context.find('sensors.damaged', { id, damaged: framesDamaged, total: framesTotal });
  }
}
