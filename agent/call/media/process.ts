import { validatorOf } from '../../../protocol/validate.ts';
import { type FromMedia, ToMedia } from '../messages.ts';
import { type MediaSession, openMedia } from './session.ts';

/**
 * The child process that owns libwebrtc and the GStreamer pipelines of a call. It may crash, hang or leak without
 * harm to the agent, and lives for one call: so nothing of a citizen's face and voice is left in memory after it.
 */
function run(): void {
  const validate = validatorOf(ToMedia);
  let session: MediaSession | null = null;

  const send = (message: FromMedia): void => {
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };
  process.on('message', (received) => {
    const checked = validate(received);
    if (!checked.ok) throw new Error(`message of the agent: ${checked.error.message}`);
    const message = checked.value;
    if (message.type !== 'open') {
      session?.take(message);
      return;
    }
    try {
      session = openMedia(message, send);
    } catch (error) {
      send({
        type: 'missing',
        message: (error instanceof Error ? error.message : String(error)).slice(0, 500),
      });
    }
  });
  // libwebrtc may crash while it unloads, and `process.exit` waits for whoever still pulls from a pipeline.
  process.on('disconnect', () => {
    session?.stop();
    process.kill(process.pid, 'SIGKILL');
  });
}

run();
