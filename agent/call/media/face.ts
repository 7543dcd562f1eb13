import { unlink } from 'node:fs/promises';
import { childOf, describeError, loadBinding, playable } from '../../gstreamer/index.ts';
import { clear, draw, fitted, guestArea, ownArea } from './compose.ts';
import { faceDescription } from './launch.ts';
import { pusherOf } from './pull.ts';
import type { Picture } from './wrtc.ts';

/** Puts the others and the citizen's own small picture together, and gives the whole to the display. */
export interface Face {
  /** A picture of a party has come in. */
  party(party: string, picture: Picture): void;
  drop(party: string): void;
  /** A picture of the camera; null where it is off. */
  own(picture: Picture | null): void;
  stop(): void;
}

export interface FaceOptions {
  socket: string;
  width: number;
  height: number;
  onFailure(message: string): void;
  now(): number;
}

/** Milliseconds without a picture of the operator after which the citizen's own sets the pace. */
const leadSilent = 150;

/** Resolves when the display may take pictures from the socket. */
export async function openFace({ socket, width, height, onFailure, now }: FaceOptions): Promise<Face> {
  // With the file of a process that died there, the socket would get another name.
  await unlink(socket).catch(() => undefined);
  const { Pipeline } = loadBinding();
  const pipeline = new Pipeline(faceDescription(width, height));
  childOf(pipeline, 'socket')['socket-path'] = socket;
  const push = pusherOf(childOf(pipeline, 'picture'));
  const player = playable(pipeline, (message) => {
    if (message.type === 'error') onFailure(describeError(message));
  });
  player.play();

  const canvas: Picture = { width, height, data: new Uint8Array((width * height * 3) / 2) };
  const whole = { x: 0, y: 0, width, height };
  const guests = new Map<string, Picture>();
  let lead: Picture | null = null;
  let leadAt = Number.NEGATIVE_INFINITY;
  let mine: Picture | null = null;

  const give = (): void => {
    const area = lead && fitted(lead, whole);
    if (!area || area.width < width || area.height < height) clear(canvas);
    if (lead && area) draw(canvas, lead, area);
    for (const [place, guest] of [...guests.values()].entries())
      draw(canvas, guest, guestArea(canvas, guest, place));
    if (mine) draw(canvas, mine, ownArea(canvas, mine), true);
    push(canvas.data);
  };
  return {
    party(party, picture) {
      if (party !== 'operator') {
        guests.set(party, picture);
        return;
      }
      lead = picture;
      leadAt = now();
      give();
    },
    drop(party) {
      if (party === 'operator') lead = null;
      else guests.delete(party);
      give();
    },
    own(picture) {
      mine = picture;
      if (now() - leadAt > leadSilent) give();
    },
    stop: () => player.stop(),
  };
}
