import { childOf, describeError, loadBinding, playable } from '../../gstreamer/index.ts';
import type { VideoSettings } from '../messages.ts';
import { cameraDescription } from './launch.ts';
import { pullAll } from './pull.ts';
import type { Picture } from './wrtc.ts';

export interface Camera {
  /** Opens the device. What it sees goes to `onPicture`. */
  start(): void;
  /** Closes the device: its light goes out. */
  stop(): void;
}

/** The pipeline is built once, because the binding never gives one back. */
export function createCamera(
  settings: VideoSettings,
  onPicture: (picture: Picture) => void,
  onFailure: (message: string) => void,
): Camera {
  const { Pipeline } = loadBinding();
  const { width, height, device } = settings;
  const bytes = (width * height * 3) / 2;
  let pipeline: ReturnType<typeof playable> | null = null;
  let running = false;

  const build = (): ReturnType<typeof playable> => {
    const built = new Pipeline(cameraDescription(settings));
    if (settings.source === 'v4l2') childOf(built, 'device').device = device;
    const sink = childOf(built, 'camera');
    const player = playable(built, (message) => {
      if (message.type === 'error') onFailure(describeError(message));
    });
    return {
      play() {
        player.play();
        pullAll(sink, (data) => {
          if (running && data.length === bytes) onPicture({ width, height, data });
        });
      },
      stop: player.stop,
    };
  };
  return {
    start() {
      if (running || settings.source === 'none') return;
      running = true;
      pipeline ??= build();
      pipeline.play();
    },
    stop() {
      if (!running) return;
      running = false;
      pipeline?.stop();
    },
  };
}

/** A picture of nothing: sent once when the camera is switched off, so that no face stands still at the other side. */
export function blackPicture(width: number, height: number): Picture {
  const luma = width * height;
  const data = new Uint8Array((luma * 3) / 2).fill(128);
  return { width, height, data: data.fill(16, 0, luma) };
}
