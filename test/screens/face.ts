import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faceSize, startFaceSource } from '../harness/face-source.ts';
import type { Owner } from '../harness/owner.ts';

/** The other side of a call that never was: a drawn operator, given to the display as a call's media are. */
export async function openFace(scope: Owner): Promise<{ socket: string; width: number; height: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'totem-face-'));
  scope.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const socket = join(folder, 'face');
  const drawn = join(import.meta.dirname, 'operator.svg');
  const source = [`filesrc location=${drawn}`, 'rsvgdec', 'imagefreeze is-live=true', 'videoconvert'];
  await startFaceSource(scope, socket, source, 5);
  return { socket, ...faceSize };
}
