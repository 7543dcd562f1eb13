import type { Command } from 'commander';
import { type Result, type SensorFigures, success } from '../../../protocol/index.ts';
import type { Answer, Context, Run } from '../../command.ts';
import { plain, table } from '../../output/index.ts';
import { type LocalOptions, localLeaf, printEntry, printed, withAgent } from './leaf.ts';

export function addLocalSensors(parent: Command, run: Run): void {
  localLeaf(parent, 'sensors', 'Show the sensors of this totem and what they measure.', [
    ['totem local sensors', 'Shows every sensor with its last readings.'],
    ['totem local sensors --watch', 'Prints each change as it comes, until Ctrl-C.'],
  ])
    .option('--watch', 'print changes as they come')
    .action(run(sensors));
}

async function sensors(
  context: Context,
  options: LocalOptions & { watch?: boolean },
): Promise<Result<Answer>> {
  return withAgent(context, options, async (agent) => {
    if (options.watch) {
      const done = await agent.stream('sensors.watch', {}, (sensor) =>
        printEntry(context, sensor, `${sensor.id}  ${sensor.state}  ${readings(sensor)}`),
      );
      return done.ok ? success(printed) : done;
    }
    const answer = await agent.call('sensors', {});
    if (!answer.ok) return answer;
    const rows = answer.value.sensors.map((one) => [
      one.id,
      one.driver,
      plain(one.port),
      context.paint(one.state === 'ready' ? 'good' : 'bad', one.state),
      readings(one),
      `${one.framesTotal}, ${one.framesDamaged} damaged`,
    ]);
    const text =
      rows.length === 0
        ? 'This totem has no sensors; they are named in agent.yaml.'
        : table(['SENSOR', 'DRIVER', 'PORT', 'STATE', 'READINGS', 'FRAMES'], rows, context.width);
    return success({ data: answer.value, text });
  });
}

function readings(sensor: SensorFigures): string {
  return sensor.readings
    .map(({ quantity, unit, value }) => `${quantity} ${value}${unit === '1' ? '' : ` ${plain(unit)}`}`)
    .join(', ');
}
