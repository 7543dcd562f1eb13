import type { Check, CheckContext } from '../check.ts';
import type { ScreenParts } from '../parts.ts';
import { decodeFrame } from '../picture/frame.ts';
import { type JudgedPattern, judgePattern, type PatternJudgement } from '../picture/patterns.ts';
import { pause } from '../until.ts';

/** Bars tell channels and places apart, white and black the ends of the range. */
const judged: readonly JudgedPattern[] = ['bars', 'white', 'black'];
/** On plain colours a person sees dead and stuck pixels. */
const asked: readonly JudgedPattern[] = ['bars', 'white', 'black', 'red', 'green', 'blue'];

/** Milliseconds in which a pattern has to be on the screen, in software at a low frame rate. */
const shownWithin = 5000;
/** Milliseconds between two looks, longer each time: every look costs an encoding and a decoding. */
const glance = 150;
const longestGlance = 1200;

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
    for (const pattern of judged) {
      if (context.signal.aborted || !(await judge(context, running.screen, pattern))) return;
    }
    if (!context.attended) return;
    for (const pattern of asked) {
      if (context.signal.aborted || !(await askPerson(context, running.screen, pattern))) return;
    }
  },
};

/** Shows one pattern and judges the screen's picture of it. False where the rest makes no sense. */
async function judge(context: CheckContext, screen: ScreenParts, pattern: JudgedPattern): Promise<boolean> {
  context.progress(`The screen shows the pattern ${pattern}.`);
  const shown = screen.show({ kind: 'pattern', pattern });
  try {
    const seen = await look(context, screen, pattern);
    if (seen === null) return false;
    const { share, firstWrong } = seen;
    if (seen.right) context.find('display.pattern_rendered', { pattern });
    else context.find('display.pattern_wrong', { pattern, share, place: firstWrong ?? '' });
    return seen.right;
  } finally {
    shown.hide();
  }
}

/**
 * Shows one pattern and asks for it. Questions come after all judging: on the totem's own screen a question covers a
 * part of the pattern.
 */
async function askPerson(
  context: CheckContext,
  screen: ScreenParts,
  pattern: JudgedPattern,
): Promise<boolean> {
  const shown = screen.show({ kind: 'pattern', pattern });
  try {
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
  let wait = glance;
  const later = () => {
    const now = wait;
    wait = Math.min(wait * 2, longestGlance);
    return pause(now, context.signal);
  };
  for (;;) {
    const picture = await screen.picture();
    const frame = picture.ok ? await decodeFrame(picture.value, context.signal) : picture;
    if (context.signal.aborted) return null;
    const late = performance.now() > end;
    if (!picture.ok || !frame.ok) {
      if (!late) {
        await later();
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
    await later();
  }
}
