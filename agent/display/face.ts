import { childOf, type GstElement, loadBinding, playable } from '../gstreamer/index.ts';
import { faceBox, faceDescription, faceShape } from './launch.ts';
import type { FaceOnScreen, OpenMessage } from './messages.ts';

/** The other side of a call, on the layer below the page. */
export interface FaceDeck {
  show(face: FaceOnScreen | null): void;
}

/** Milliseconds before a source that broke is opened again: another media process may have taken its place. */
const openAgain = 300;

/**
 * Takes pictures from shared memory and puts them where the page has left room. It plays on the first deck's channel,
 * which nothing else uses during a citizen's session. Its pipeline is built at the first call, and not before.
 */
export function createFaceDeck(screen: OpenMessage, onTop: () => void): FaceDeck {
  let wanted: FaceOnScreen | null = null;
  let playing: { player: ReturnType<typeof playable>; elements: Record<string, GstElement> } | null = null;
  let again: NodeJS.Timeout | undefined;

  const build = () => {
    const { Pipeline } = loadBinding();
    const pipeline = new Pipeline(faceDescription(screen));
    const names = ['face', 'shape', 'size', 'place'] as const;
    const elements = Object.fromEntries(names.map((name) => [name, childOf(pipeline, name)]));
    const player = playable(pipeline, (message) => {
      if (message.type !== 'error' && message.type !== 'eos') return;
      clearTimeout(again);
      again = setTimeout(play, openAgain);
    });
    return { player, elements };
  };
  const play = (): void => {
    clearTimeout(again);
    playing?.player.stop();
    if (wanted === null) return;
    playing ??= build();
    const { face, shape, size, place } = playing.elements;
    const box = faceBox(screen, wanted.place);
    if (!face || !shape || !size || !place) return;
    // Set while it stands still: for a moment the parts would not fit together.
    face['socket-path'] = wanted.socket;
    shape.caps = faceShape(wanted);
    size.caps = box.caps;
    Object.assign(place, box.borders);
    playing.player.play();
    onTop();
  };
  return {
    show(face) {
      if (JSON.stringify(face) === JSON.stringify(wanted)) return;
      wanted = face;
      play();
    },
  };
}
