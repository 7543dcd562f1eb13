import { validatorOf } from '../../protocol/validate.ts';
import { type Decks, startDecks } from './decks.ts';
import { type FromChild, ToChild } from './messages.ts';
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
      });
      stage = opened;
    } else if (message.type === 'picture') stage?.picture(message.request);
    else if (message.type === 'rest') stage?.rest(message.asleep);
    else if (decks === null) early = message.type === 'show' ? message : null;
    else if (message.type === 'show') decks.show(message.item, message.file);
    else decks.hide();
  });
  // Without its agent the display must not live on; a natural exit with GStreamer loaded may hang or crash,
  // and WebKit's processes belong to the same group.
  process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
}

run();
