import { validatorOf } from '../../../protocol/validate.ts';
import { openVoice } from '../voices/index.ts';
import { type FromSpeaker, type OpenSpeaker, ToSpeaker } from './messages.ts';
import { createNarrator, type Narrator, reasonOf } from './narrator.ts';
import { startPlayer } from './player.ts';

/**
 * The process that speaks: it owns the synthesiser and the loudspeaker, and may crash or hang without harm to
 * the agent, which ends it then.
 */
function run(): void {
  const validate = validatorOf(ToSpeaker);
  let narrator: Narrator | null = null;
  let setVolume: ((volume: number) => void) | null = null;
  const send = (message: FromSpeaker): void => {
    // A send that fails means the agent is gone; 'disconnect' ends this process then.
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };
  const open = async (message: OpenSpeaker): Promise<void> => {
    const voice = await openVoice(message.piper);
    const player = startPlayer(message, (reason) => narrator?.failed(reason));
    setVolume = player.setVolume;
    narrator = createNarrator({ voice, player, rate: message.rate, send });
    send({ type: 'ready', languages: [...voice.languages] });
  };
  process.on('message', (received) => {
    const checked = validate(received);
    if (!checked.ok) throw new Error(`message of the agent: ${checked.error.message}`);
    const message = checked.value;
    if (message.type === 'open') {
      open(message).catch((error: unknown) => send({ type: 'missing', message: reasonOf(error) }));
    } else if (message.type === 'speak') {
      narrator?.speak(message.number, message.language, message.sentences);
    } else if (message.type === 'silence') narrator?.silence();
    else setVolume?.(message.volume);
  });
  // A natural exit with GStreamer loaded may hang or crash.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}

run();
