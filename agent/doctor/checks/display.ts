import type { Check, CheckContext } from '../check.ts';
import type { ScreenParts } from '../parts.ts';
import { decodeFrame } from '../picture/frame.ts';
import { type JudgedPattern, judgePattern, type PatternJudgement } from '../picture/patterns.ts';
import { pause } from '../until.ts';

/** Bars tell channels apart, white and black show dead and stuck pixels to the person. */
const unattended: readonly JudgedPattern[] = ['bars', 'white', 'black'];
const attended: readonly JudgedPattern[] = ['bars', 'white', 'black', 'red', 'green', 'blue'];

/** Milliseconds in which a pattern has to be on the screen, in software at a low frame rate. */
const shownWithin = 5000;
const glance = 150;

export const display: Check = {
  seconds: 40,
  attendedSeconds: 420,
  async run(context) {
    const { running, configuration } = context.parts;
    if (!running) return context.find('check.needs_agent', {});
    if (!running.screen) return context.find('display.off', {});
    const { state, framesPerSecond, restarts } = running.screen.figures();
    if (state !== 'running' && state !== 'asleep') return context.find('display.not_running', { state });
    const wanted = configuration.ok ? configuration.value.display.framesPerSecond : framesPerSecond;
    // The first pattern wakes it; its rate in its sleep says nothing.
    if (state === 'asleep') context.find('display.asleep', {});
    else if (framesPerSecond < wanted * 0.7) context.find('display.slow', { framesPerSecond, wanted });
    else context.find('display.running', { framesPerSecond, wanted, restarts });
    if (restarts > 0) context.find('display.restarted', { restarts });
    if (!context.mayDisturb()) return context.find('check.citizen_present', {});
    for (const pattern of context.attended ? attended : unattended) {
      if (context.signal.aborted) return;
      if (!(await showPattern(context, running.screen, pattern))) return;
    }
  },
};

/** Shows one pattern, judges the screen's picture of it, and asks the person. False where the rest makes no sense. */
async function showPattern(
  context: CheckContext,
  screen: ScreenParts,
  pattern: JudgedPattern,
): Promise<boolean> {
  context.progress(`The screen shows the pattern ${pattern}.`);
  const shown = screen.show({ kind: 'pattern', pattern });
  try {
    const seen = await look(context, screen, pattern);
    if (seen === null) return false;
    if (!seen.right) {
      const { share, firstWrong } = seen;
      context.find('display.pattern_wrong', { pattern, share, place: firstWrong ?? '' });
      return false;
    }
    context.find('display.pattern_rendered', { pattern });
    const answer = await context.ask('display.pattern', { pattern });
    if (answer === 'yes') context.find('display.pattern_seen', { pattern });
    if (answer === 'no') context.find('display.pattern_unseen', { pattern });
    return answer !== 'no';
  } finally {
    shown.hide();
  }
}

/** Looks at the screen's own picture until the pattern is on it; `null` where there is no picture. */
async function look(
  context: CheckContext,
  screen: ScreenParts,
  pattern: JudgedPattern,
): Promise<PatternJudgement | null> {
  const end = performance.now() + shownWithin;
  for (;;) {
    const picture = await screen.picture();
    const frame = picture.ok ? await decodeFrame(picture.value, context.signal) : picture;
    if (context.signal.aborted) return null;
    const late = performance.now() > end;
    if (!picture.ok || !frame.ok) {
      if (!late) {
        await pause(glance, context.signal);
        continue;
      }
      const reason = picture.ok ? (frame.ok ? '' : frame.error.message) : picture.error.message;
      context.find('display.no_picture', { reason });
      return null;
    }
    const seen = judgePattern(pattern, frame.value);
    if (seen.right || late) {
      if (pattern === 'bars' || !seen.right) await context.picture(`screen-${pattern}.jpg`, picture.value);
      return seen;
    }
    await pause(glance, context.signal);
  }
}
