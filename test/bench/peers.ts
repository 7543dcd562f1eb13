import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietly } from '../harness/chromium.ts';
import { endGroup } from './group.ts';
import type { Scope } from './scene.ts';

export interface Size {
  width: number;
  height: number;
}

/** Ways of others to show a page without a screen, at the same size and 25 frames a second where they let us say it. */
export const peers = {
  'gst-launch-1.0 wpevideosrc': (url: string, { width, height }: Size) => [
    'gst-launch-1.0',
    ...`wpevideosrc location=${url} draw-background=false ! video/x-raw,width=${width},height=${height},framerate=25/1 ! videoconvert ! fakesink sync=true`.split(
      ' ',
    ),
  ],
  'cog (WPE launcher)': (url: string, { width, height }: Size) => [
    'cog',
    '--platform=headless',
    `--platform-params=width=${width},height=${height}`,
    url,
  ],
  'Chromium, kiosk': (url: string, { width, height }: Size, folder: string) => [
    'chromium',
    '--headless=new',
    '--kiosk',
    ...quietly,
    `--window-size=${width},${height}`,
    `--user-data-dir=${folder}`,
    url,
  ],
} as const;

export type PeerName = keyof typeof peers;

/** Starts a peer in a process group of its own; it ends with the scope or with the function given back. */
export function startPeer(
  scope: Scope,
  name: PeerName,
  url: string,
  size: Size,
): { pid: number; end(): void } {
  const runtime = mkdtempSync(join(tmpdir(), 'totem-run-'));
  const [program = '', ...args] = peers[name](url, size, runtime);
  const child = spawn(program, args, {
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, LIBGL_ALWAYS_SOFTWARE: '1', XDG_RUNTIME_DIR: runtime },
  });
  const end = () => {
    endGroup(child.pid);
    rmSync(runtime, { recursive: true, force: true });
  };
  scope.teardown(end);
  if (child.pid === undefined) throw new Error(`${program} cannot be started`);
  return { pid: child.pid, end };
}
