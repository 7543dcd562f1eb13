import { validatorOf } from '../../../protocol/validate.ts';
import { type FromEar, type OpenEar, ToEar } from './messages.ts';
import { createMicrophone, type Microphone } from './microphone.ts';
import type { Recogniser, Utterance } from './types.ts';

/** Milliseconds between two tellings of what has been understood. */
const tellEvery = 200;
const longestText = 1000;

/**
 * The body of the process that listens: the sound goes from the microphone to the recogniser and nowhere else;
 * of it nothing is kept.
 *
 * @param openRecogniser rejects where something is not installed
 */
export function serveListening(openRecogniser: (models: OpenEar['models']) => Promise<Recogniser>): void {
  const validate = validatorOf(ToEar);
  let recogniser: Recogniser | null = null;
  let microphone: Microphone | null = null;
  let now: { number: number; utterance: Utterance; toldAt: number } | null = null;
  const send = (message: FromEar): void => {
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };
  const reason = (error: unknown): string =>
    (error instanceof Error ? error.message : String(error)).slice(0, 500);
  const end = (): void => {
    now = null;
    microphone?.shut();
  };
  const failed = (number: number, message: string): void => {
    end();
    send({ type: 'failed', number, message: message.slice(0, 500) });
  };
  const listen = (number: number, language: Parameters<Recogniser['begin']>[0]): void => {
    end();
    if (recogniser === null || microphone === null) {
      failed(number, 'there is no recogniser');
      return;
    }
    const saying = { number, utterance: recogniser.begin(language), toldAt: 0 };
    now = saying;
    microphone.open(
      (samples) => {
        if (now !== saying) return;
        saying.utterance.accept(samples);
        if (performance.now() - saying.toldAt < tellEvery) return;
        saying.toldAt = performance.now();
        send({ type: 'hearing', number, text: saying.utterance.text().slice(0, longestText) });
      },
      (message) => failed(number, message),
    );
  };
  const attempt = (number: number, what: () => void): void => {
    try {
      what();
    } catch (error) {
      failed(number, reason(error));
    }
  };
  process.on('message', (received) => {
    const checked = validate(received);
    if (!checked.ok) throw new Error(`message of the agent: ${checked.error.message}`);
    const message = checked.value;
    if (message.type === 'open') {
      openRecogniser(message.models).then(
        (opened) => {
          recogniser = opened;
          microphone = createMicrophone(message);
          send({ type: 'ready', languages: [...opened.languages] });
        },
        (error: unknown) => send({ type: 'missing', message: reason(error) }),
      );
    } else if (message.type === 'listen')
      attempt(message.number, () => listen(message.number, message.language));
    else if (message.type === 'cancel') end();
    else if (now !== null) {
      const { number, utterance } = now;
      microphone?.shut();
      attempt(number, () => send({ type: 'heard', number, text: utterance.finish().slice(0, longestText) }));
      end();
    }
  });
  // A natural exit with GStreamer loaded may hang or crash.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}
