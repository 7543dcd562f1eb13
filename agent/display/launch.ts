import type { FaceOnScreen, OpenMessage } from './messages.ts';

/** Descriptions of the pipelines in the language of gst-launch; element names in them are looked up later. */

type Screen = Omit<OpenMessage, 'type' | 'engineSeconds'>;

const sinks: Record<Screen['sink'], string> = {
  none: 'fakesink name=screen sync=true async=false',
  kms: 'videoconvert ! kmssink name=screen sync=true async=false',
  wayland: 'videoconvert ! waylandsink name=screen fullscreen=true sync=true async=false',
  x11: 'videoconvert ! ximagesink name=screen sync=true async=false',
};

/** Name of the channel by which a deck's pictures reach the stage (`intervideosink`, `intervideosrc`). */
export function channelOf(deck: number): string {
  return `deck${deck}`;
}

/**
 * What is on the screen: the page alone, or the page composed over the attract layer.
 *
 * `force-live` and `ignore-inactive-pads` let the screen go on when an input comes late; without them some
 * starts freeze. The compositor must be told BGRA, or the transparent page's pad does not link. Frames for
 * screenshots are taken from the sink: with a `tee` and an encoder as second branch, WPE 1.22 hung at more
 * than half of the starts, before it asked for the page.
 */
export function stageDescription(screen: Screen): string {
  const page = `wpevideosrc location="${screen.pageUrl}"`;
  const pageCaps = capsOf(screen, 'BGRA', screen.framesPerSecond);
  const pace = (name: PaceName): string => `capsfilter name=${name} caps="${paceCaps(screen, name)}"`;
  const toScreen = `${shortQueue(2)} ! ${sinks[screen.sink]}`;
  if (!screen.attractLayer) return `${page} draw-background=true ! ${pageCaps} ! ${toScreen}`;
  return [
    'compositor name=mix background=black force-live=true ignore-inactive-pads=true',
    `sink_0::zorder=0 sink_1::zorder=1 ! ${pace('screenpace')} ! ${toScreen}`,
    `input-selector name=layer sync-streams=false ! ${shortQueue(1)} ! mix.sink_0`,
    ...([0, 1] as const).map(
      (deck) =>
        `intervideosrc channel=${channelOf(deck)} timeout=${neverBlank} ! ${pace(`deckpace${deck}`)} ! layer.sink_${deck}`,
    ),
    `${page} draw-background=false ! ${pageCaps} ! ${shortQueue(2)} ! mix.sink_1`,
  ].join(' ');
}

/** Elements that set how many frames a second are composed: the screen's and each deck's. */
export type PaceName = 'screenpace' | 'deckpace0' | 'deckpace1';

/**
 * Those of this screen. The page's own pace stays as it is, because its source (WPE 1.22) counts time in frames
 * and stands still for as long as it was slow; so a page without an attract layer is not slowed down.
 */
export function paceNames(screen: Screen): readonly PaceName[] {
  return screen.attractLayer ? ['screenpace', 'deckpace0', 'deckpace1'] : [];
}

/** What goes through such an element; its `caps` may be set anew while the pipeline plays. */
export function paceCaps(screen: Screen, name: PaceName, framesPerSecond = screen.framesPerSecond): string {
  return capsOf(screen, name === 'screenpace' ? 'BGRA' : 'BGRx', framesPerSecond);
}

function capsOf({ width, height }: Screen, format: string, framesPerSecond: number): string {
  return `video/x-raw,format=${format},width=${width},height=${height},framerate=${framesPerSecond}/1`;
}

/** A queue of so many frames that rather drops one than holds up what comes before it. */
function shortQueue(frames: number): string {
  return `queue max-size-buffers=${frames} max-size-bytes=0 max-size-time=0 leaky=downstream`;
}

/**
 * Makes JPEGs of raw frames that are pushed into it. The encoder gets BGRx, so that libjpeg chooses the
 * matrix and the range of colours that readers of JPEG assume.
 */
export function encoderDescription(format: string, width: number, height: number): string {
  const caps = `video/x-raw,format=${format},width=${width},height=${height},framerate=0/1`;
  return [
    `appsrc name=frames caps="${caps}" format=time do-timestamp=true`,
    '! videoconvert ! video/x-raw,format=BGRx ! jpegenc quality=85',
    '! appsink name=pictures sync=false async=false',
  ].join(' ');
}

/** Largest `timeout` of intervideosrc: the last picture stays however long it is shown. */
const neverBlank = '18446744073709551615';

/**
 * Decodes one picture or video for the attract layer, whole on the screen with black bars, in the colours
 * that the file names. `playbin` is wrapped because the binding finds only children of a pipeline by name.
 */
export function deckDescription(screen: Screen, deck: number): string {
  const caps = `video/x-raw,format=BGRx,width=${screen.width},height=${screen.height},pixel-aspect-ratio=1/1`;
  const tail = `videoflip video-direction=auto ! videoconvert ! videoscale add-borders=true ! ${caps} ! intervideosink channel=${channelOf(deck)}`;
  return `playbin name=source flags=1 video-sink="${tail}" fakesrc num-buffers=0 ! fakesink`;
}

/** The place of a face on the screen: its size, and how far it is from each side (negative borders add to a picture). */
export function faceBox(
  screen: Pick<Screen, 'width' | 'height'>,
  { x, y, width, height }: FaceOnScreen['place'],
): { caps: string; borders: Record<'left' | 'right' | 'top' | 'bottom', number> } {
  const [left, wide] = spanOf(x, width, screen.width);
  const [top, high] = spanOf(y, height, screen.height);
  return {
    caps: `video/x-raw,format=BGRx,width=${wide},height=${high},pixel-aspect-ratio=1/1`,
    borders: {
      left: -left,
      right: -(screen.width - left - wide),
      top: -top,
      bottom: -(screen.height - top - high),
    },
  };
}

/** Begin and length of a fraction of a side, in pixels within it. */
function spanOf(from: number, length: number, side: number): [begin: number, length: number] {
  const begin = Math.min(side - smallestFace, Math.round(from * side));
  return [begin, Math.max(smallestFace, Math.min(side - begin, Math.round(length * side)))];
}

const smallestFace = 16;

/** What a source of a face gives: planes without anything that says their size. */
export function faceShape({ width, height }: Pick<FaceOnScreen, 'width' | 'height'>): string {
  return `video/x-raw,format=I420,width=${width},height=${height},framerate=0/1,pixel-aspect-ratio=1/1`;
}

/** Pictures of a call from shared memory, in their place on a black screen. */
export function faceDescription(screen: Screen): string {
  const whole = { x: 0, y: 0, width: 1, height: 1 };
  return [
    'shmsrc name=face is-live=true do-timestamp=true',
    `capsfilter name=shape caps="${faceShape({ width: 640, height: 480 })}"`,
    shortQueue(1),
    'videoconvert',
    'videoscale add-borders=true',
    `capsfilter name=size caps="${faceBox(screen, whole).caps}"`,
    'videobox name=place',
    `video/x-raw,format=BGRx,width=${screen.width},height=${screen.height},pixel-aspect-ratio=1/1`,
    `intervideosink channel=${channelOf(0)} sync=false`,
  ].join(' ! ');
}
