import { access } from 'node:fs/promises';
import type { Check } from '../check.ts';
import { judgeShots, takePicture, takeShots } from '../picture/camera.ts';

/** Percent of white, and grey levels, beyond which nobody would recognise a face. */
const dark = 6;
const bright = 94;
const blurred = 1.2;

export const camera: Check = {
  seconds: 35,
  attendedSeconds: 100,
  async run(context) {
    const { configuration } = context.parts;
    if (!configuration.ok)
      return context.find('agent.configuration_wrong', { reason: configuration.error.message });
    const wanted = configuration.value.camera;
    if (wanted.source === 'none') return context.find('camera.none', {});
    if (wanted.source === 'v4l2' && !(await exists(wanted.device))) {
      return context.find('camera.no_device', { device: wanted.device });
    }
    const shots = await takeShots(wanted, context.signal);
    if (context.signal.aborted) return;
    if (!shots.ok) return context.find('camera.failed', { reason: shots.error.message });
    const { brightness, sharpness, frozen } = judgeShots(shots.value);
    if (frozen) context.find('camera.frozen', { frames: shots.value.frames.length });
    else if (brightness < dark) context.find('camera.dark', { brightness });
    else if (brightness > bright) context.find('camera.overexposed', { brightness });
    else if (sharpness < blurred) context.find('camera.blurred', { sharpness });
    else context.find('camera.picture', { brightness, sharpness });
    const picture = await takePicture(wanted, context.signal);
    if (!picture.ok) return;
    await context.picture('camera.jpg', picture.value);
    const answer = await context.ask('camera.picture', {});
    if (answer === 'yes') context.find('camera.seen', {});
    if (answer === 'no') context.find('camera.wrong_picture', {});
  },
};

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
