import type { PlaylistItem } from './compiled.ts';
import { type ContentFile, readText } from './files.ts';
import { mediaKindOf } from './media.ts';
import { missingMedia } from './pages.ts';
import type { Report } from './problems.ts';
import { PlaylistSchema } from './schemas.ts';
import { pointerOf, shapeCheckOf } from './shape.ts';
import { entriesOf, itemsOf, readYaml } from './yaml.ts';

const checkPlaylist = shapeCheckOf(PlaylistSchema);

/** Reads `playlist.yaml`; content without one has an empty playlist. */
export function readPlaylist(files: ReadonlyMap<string, ContentFile>, report: Report): PlaylistItem[] {
  const file = files.get('playlist.yaml');
  const text = file && readText(file, report);
  const yaml = file && text !== undefined ? readYaml(text, file.path, report) : undefined;
  if (!file || !yaml) return [];
  const playlist = checkPlaylist(yaml, file.path, report);
  itemsOf(entriesOf(yaml.value).items).forEach((item, index) => {
    const { media, seconds } = entriesOf(item);
    const kind = typeof media === 'string' ? mediaKindOf(media) : undefined;
    if (typeof media !== 'string' || !kind || !media.startsWith('media/')) return;
    const at = (key: string, message: string) => {
      const path = ['items', String(index), key];
      report(file.path, yaml.lineOf(path), message, pointerOf(path));
    };
    if (!files.has(media)) at('media', missingMedia(media, files));
    if (kind === 'image' && seconds === undefined) {
      at('seconds', `seconds is missing: say how long ${media} stays, such as seconds: 8`);
    }
    if (kind === 'video' && seconds !== undefined) {
      at('seconds', 'seconds is not for a video, which plays to its end: remove it');
    }
  });
  return (playlist?.items ?? []).map(({ media, seconds }) => ({
    media,
    kind: mediaKindOf(media) ?? 'image',
    seconds: seconds ?? null,
  }));
}
