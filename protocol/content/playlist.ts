import type { PlaylistItem } from './compiled.ts';
import { type ContentFile, readText } from './files.ts';
import { mediaKindOf } from './media.ts';
import { missingMedia } from './pages.ts';
import type { Report } from './problems.ts';
import { PlaylistSchema } from './schemas.ts';
import { pointerOf, shapeCheckOf } from './shape.ts';
import { readYaml } from './yaml.ts';

const checkPlaylist = shapeCheckOf(PlaylistSchema);

/** Reads `playlist.yaml`; content without one has an empty playlist. */
export function readPlaylist(files: ReadonlyMap<string, ContentFile>, report: Report): PlaylistItem[] {
  const file = files.get('playlist.yaml');
  const text = file && readText(file, report);
  const yaml = file && text !== undefined ? readYaml(text, file.path, report) : undefined;
  const playlist = file && yaml && checkPlaylist(yaml, file.path, report);
  if (!playlist) return [];
  return playlist.items.map(({ media, seconds }, index) => {
    const kind = mediaKindOf(media) ?? 'image';
    const path = ['items', String(index)];
    const line = yaml.lineOf([...path, 'media']);
    if (!files.has(media)) report(file.path, line, missingMedia(media, files), pointerOf([...path, 'media']));
    if (kind === 'image' && seconds === undefined) {
      report(
        file.path,
        line,
        `seconds is missing: say how long ${media} stays, such as seconds: 8`,
        pointerOf([...path, 'seconds']),
      );
    }
    if (kind === 'video' && seconds !== undefined) {
      report(
        file.path,
        yaml.lineOf([...path, 'seconds']),
        'seconds is not for a video, which plays to its end: remove it',
        pointerOf([...path, 'seconds']),
      );
    }
    return { media, kind, seconds: kind === 'image' ? (seconds ?? null) : null };
  });
}
