import { validatorOf } from '../../protocol/validate.ts';
import { type Decks, startDecks } from './decks.ts';
import { createFaceDeck, type FaceDeck } from './face.ts';
import { type FaceOnScreen, type FromChild, ToChild } from './messages.ts';
import { type Stage, startStage } from './stage.ts';

/**
 * The child process that owns GStreamer and, through it, WebKit's processes. It may crash, hang or leak
 * without harm to the agent: the supervisor ends it together with its process group and starts another.
 */
function run(): void {
  const validate = validatorOf(ToChild);
  let stage: Stage | null = null;
  let decks: Decks | null = null;
  /** What was to be shown before the decks were there. */
  let early: { item: number; file: string } | null = null;
  let face: FaceDeck | null = null;
  let earlyFace: FaceOnScreen | null = null;

  const send = (message: FromChild): void => {
    // A send that fails means the agent is gone; 'disconnect' ends this process then.
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };
  process.on('message', (received) => {
    const checked = validate(received);
    if (!checked.ok) throw new Error(`message of the supervisor: ${checked.error.message}`);
    const message = checked.value;
    if (message.type === 'open') {
      const opened = startStage(message, send, () => {
        decks = message.attractLayer ? startDecks(message, opened.selectDeck, send) : null;
        if (early !== null) decks?.show(early.item, early.file);
        early = null;
        face = message.attractLayer ? createFaceDeck(message, () => opened.selectDeck(0)) : null;
        face?.show(earlyFace);
        earlyFace = null;
      });
      stage = opened;
    } else if (message.type === 'picture') stage?.picture(message.request);
    else if (message.type === 'rest') stage?.rest(message.asleep);
    else if (message.type === 'face') {
      if (face === null) earlyFace = message.face;
      // Both use the same layer: the face has it for as long as it is there.
      else if (message.face !== null) decks?.hide();
      face?.show(message.face);
    } else if (decks === null) early = message.type === 'show' ? message : null;
    else if (message.type === 'show') {
      // Nobody plays the attract layer in a call that goes on.
      face?.show(null);
      decks.show(message.item, message.file);
    } else decks.hide();
  });
  // Without its agent the display must not live on; a natural exit with GStreamer loaded may hang or crash,
  // and WebKit's processes belong to the same group.
  process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
}

run();
