import type { Command } from 'commander';
import { type Result, success } from '../../../protocol/index.ts';
import type { CalibrationStep } from '../../../protocol/local.ts';
import type { Answer, Context, Run } from '../../command.ts';
import { plain } from '../../output/index.ts';
import { type LocalOptions, localLeaf, withAgent } from './leaf.ts';

export function addLocalTouch(parent: Command, run: Run): void {
  localLeaf(parent, 'calibrate', 'Let someone touch crosses on the screen, and keep the matrix that fits.', [
    ['totem local touch calibrate', 'Calibrates the only touch panel.'],
    ['totem local touch calibrate --reset', 'Goes back to no calibration.'],
  ])
    .option('--part <device>', 'which panel, as totem local input names it')
    .option('--reset', 'forget the calibration')
    .action(run(calibrate));
}

async function calibrate(
  context: Context,
  options: LocalOptions & { part?: string; reset?: boolean },
): Promise<Result<Answer>> {
  return withAgent(context, options, async (agent) => {
    let outcome: CalibrationStep | undefined;
    const { part, reset = false } = options;
    const done = await agent.stream(
      'touch.calibrate',
      part === undefined ? { reset } : { part, reset },
      (step) => {
        if (step.type === 'started')
          context.notice('Touch the middle of each cross on the screen; Ctrl-C gives up.');
        else if (step.type === 'touched') context.notice(`cross ${step.number} of 5`);
        else outcome = step;
      },
    );
    if (!done.ok) return done;
    if (outcome?.type !== 'calibrated') {
      return success({
        data: { calibrated: false },
        text: 'Given up; the former calibration stays.',
        failed: true,
      });
    }
    const text = reset
      ? `${plain(outcome.part)} is not calibrated any more.`
      : `${plain(outcome.part)} is calibrated, to ${(outcome.error * 100).toFixed(1)} % of the screen at most.`;
    return success({ data: outcome, text });
  });
}
