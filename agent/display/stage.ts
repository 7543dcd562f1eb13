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

/** The pipeline that feeds the screen. It runs until the process ends. */
export function startStage(screen: OpenMessage, send: (message: FromChild) => void): Stage {
  const { Pipeline } = loadBinding();
  const pipeline = new Pipeline(stageDescription(screen));
  const sink = childOf(pipeline, 'screen');
  const encoder = createEncoder(sink);

  const look = (): void => {
    const rendered = renderedFrames(sink);
    if (rendered > 0) send({ type: 'frames', rendered });
    setTimeout(look, rendered > 0 ? laterLook : firstFrameLook);
  };

  playable(pipeline, (message) => {
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
