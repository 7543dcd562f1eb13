import { childOf, describeError, loadBinding, playable, renderedFrames } from '../gstreamer/index.ts';
import { createEncoder } from './encoder.ts';
import { paceCaps, paceNames, stageDescription } from './launch.ts';
import type { FromChild, OpenMessage } from './messages.ts';

export interface Stage {
  /** Puts this deck's pictures on the attract layer. */
  selectDeck(deck: number): void;
  /** Draws next to nothing while asleep, and everything again afterwards. */
  rest(asleep: boolean): void;
  /** Answers with the last frame that reached the screen. */
  picture(request: number): void;
}

const firstFrameLook = 50;
const laterLook = 1000;

/**
 * Frames a second of a screen that sleeps: few enough to cost next to nothing, and enough to prove that pipeline
 * and page live. The next frame after waking is at most one of these away.
 */
const sleepingPace = 4;

/** The pipeline that feeds the screen, until the process ends. `onEngine` is told when the page's engine lives. */
export function startStage(
  screen: OpenMessage,
  send: (message: FromChild) => void,
  onEngine: () => void,
): Stage {
  const { Pipeline } = loadBinding();
  const pipeline = new Pipeline(stageDescription(screen));
  const sink = childOf(pipeline, 'screen');
  const encoder = createEncoder(sink);

  /** When the screen was told to wake, and the frames it had shown; null once a new one is there. */
  let waking: { at: number; rendered: number } | null = null;
  let next: NodeJS.Timeout | undefined;
  const look = (): void => {
    clearTimeout(next);
    const rendered = renderedFrames(sink);
    if (rendered > 0) send({ type: 'frames', rendered });
    // The first frame may have been drawn before the page knew.
    if (waking !== null && rendered >= waking.rendered + 2) {
      send({ type: 'awake', milliseconds: Math.round(performance.now() - waking.at) });
      waking = null;
    }
    next = setTimeout(look, rendered > 0 && waking === null ? laterLook : firstFrameLook);
  };
  const names = paceNames(screen);
  const paces = names.map((name) => childOf(pipeline, name));
  const setPace = (framesPerSecond: number): void => {
    for (const [index, name] of names.entries()) {
      const pace = paces[index];
      if (pace) pace.caps = paceCaps(screen, name, framesPerSecond);
    }
  };

  // WPE 1.22 sometimes hangs before it asks for the page, the more often the more threads start beside it.
  // So nothing else starts until it has told of its loading, and silence is a failure well before the page is
  // missed.
  let engineAlive = false;
  setTimeout(() => {
    if (!engineAlive) send({ type: 'failed', message: "the page's engine did not start" });
  }, screen.engineSeconds * 1000);
  playable(pipeline, (message) => {
    if (message.name === 'wpe-stats' && !engineAlive) {
      engineAlive = true;
      onEngine();
    }
    if (message.type === 'error') send({ type: 'failed', message: describeError(message) });
    if (message.type === 'eos') send({ type: 'failed', message: 'the pipeline came to its end' });
  }).play();
  look();

  return {
    selectDeck(deck) {
      pipeline.setPad('layer', 'active-pad', `sink_${deck}`);
    },
    rest(asleep) {
      setPace(asleep ? Math.min(sleepingPace, screen.framesPerSecond) : screen.framesPerSecond);
      waking = asleep ? null : { at: performance.now(), rendered: renderedFrames(sink) };
      if (!asleep) look();
    },
    picture(request) {
      encoder.picture((jpeg) => send({ type: 'picture', request, jpeg }));
    },
  };
}
