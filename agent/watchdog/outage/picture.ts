import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { AgentConfiguration } from '../../../protocol/index.ts';

type Screen = Pick<AgentConfiguration['display'], 'sink' | 'width' | 'height'>;

const sinks: Record<Screen['sink'], string[]> = {
  none: ['fakesink', 'sync=true'],
  kms: ['videoconvert', '!', 'kmssink'],
  wayland: ['videoconvert', '!', 'waylandsink', 'fullscreen=true'],
  x11: ['videoconvert', '!', 'ximagesink'],
};

/**
 * Draws the page once as a JPEG, by GStreamer's own text drawing: no web engine and no add-on of Node has a part
 * in it, because one of them may be what is broken.
 *
 * @param markup text with Pango's markup
 */
export function drawPicture(
  screen: Screen,
  markup: string,
  file: string,
  signal: AbortSignal,
): Promise<void> {
  const { width, height } = screen;
  const parameters = [
    ...['--quiet', 'videotestsrc', 'num-buffers=1', 'pattern=solid-color', 'foreground-color=0xff17324d'],
    ...['!', `video/x-raw,format=BGRx,width=${width},height=${height},framerate=1/1`],
    ...[
      '!',
      'textoverlay',
      `text=${quoted(markup)}`,
      'halignment=center',
      'valignment=center',
      'line-alignment=center',
    ],
    ...[
      `font-desc=${quoted(`Noto Sans ${fontSize(screen)}`)}`,
      'auto-resize=false',
      'wrap-mode=word',
      'draw-shadow=false',
    ],
    ...[`xpad=${Math.round(width / 12)}`, 'draw-outline=false'],
    ...['!', 'videoconvert', '!', 'jpegenc', 'quality=90', '!', 'filesink', `location=${quoted(file)}`],
  ];
  return new Promise((resolve, reject) => {
    execFile('gst-launch-1.0', parameters, { timeout: 20_000, signal }, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}

/** Points of the middle size of text: readable from two metres on a screen of the usual make. */
function fontSize({ width, height }: Screen): number {
  return Math.max(8, Math.round(Math.min(width, height) / 26));
}

/** A value in the language of gst-launch, which reads its words anew after the shell's part. */
function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Shows a JPEG for as long as the process lives: one frame a second, so that nothing is left to fail. */
export function showPicture(screen: Screen, file: string, runtimeFolder: string): ChildProcess {
  const parameters = [
    ...['--quiet', 'filesrc', `location=${quoted(file)}`, '!', 'jpegdec', '!', 'imagefreeze'],
    ...['!', 'video/x-raw,framerate=1/1', '!', ...sinks[screen.sink]],
  ];
  return spawn('gst-launch-1.0', parameters, {
    stdio: 'ignore',
    env: {
      ...process.env,
      XDG_RUNTIME_DIR: (screen.sink === 'wayland' && process.env.XDG_RUNTIME_DIR) || runtimeFolder,
      ...(existsSync('/dev/dri') ? {} : { LIBGL_ALWAYS_SOFTWARE: '1' }),
    },
  });
}
