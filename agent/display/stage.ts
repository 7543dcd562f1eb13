import { createEncoder } from './encoder.ts';
import { childOf, describeError, loadBinding, playable, renderedFrames } from './gstreamer.ts';
import { stageDescription } from './launch.ts';
import type { FromChild, OpenMessage } from './messages.ts';

export interface Stage {
  /** Puts this deck's pictures on the attract layer. */
  selectDeck(deck: number): void;
  /** Answers with the last frame that reached the screen. */
  picture(request: number): void;
}

const firstFrameLook = 50;
const laterLook = 1000;

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

  const look = (): void => {
    const rendered = renderedFrames(sink);
    if (rendered > 0) send({ type: 'frames', rendered });
    setTimeout(look, rendered > 0 ? laterLook : firstFrameLook);
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
    picture(request) {
      encoder.picture((jpeg) => send({ type: 'picture', request, jpeg }));
    },
  };
}
