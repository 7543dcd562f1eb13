import { join } from 'node:path';
import type { CompiledContent, PlaylistItem } from '../../protocol/content/index.ts';
import { failure, type Result, success } from '../../protocol/index.ts';
import type { ReleaseReference } from '../state/index.ts';
import { compileRelease } from './compile.ts';
import type { Releases } from './releases.ts';

/** A release that is shown: its files' folder and what the page and the display need of it. */
export interface ShownContent {
  release: string;
  folder: string;
  compiled: CompiledContent;
}

/** What is on the screen now, whatever the operation is about to do. */
export interface Screen {
  shown(): ShownContent | null;
  /** Loads a release without showing it; compiles it where this version of the agent has not yet. */
  load(reference: ReleaseReference, signal: AbortSignal): Promise<Result<ShownContent>>;
  put(content: ShownContent | null): void;
}

export function createScreen(
  releases: Releases,
  version: string,
  onShown: (shown: ShownContent | null) => void,
): Screen {
  let shown: ShownContent | null = null;
  return {
    shown: () => shown,
    load: async ({ release }, signal) => {
      const folder = releases.filesFolder(release);
      const known = await releases.compiled(release, version);
      if (known) return success({ release, folder, compiled: known });
      const output = releases.compiledPath(release);
      const done = await compileRelease(folder, release, output, version, signal);
      if (!done.ok) return done;
      const compiled = await releases.compiled(release, version);
      return compiled
        ? success({ release, folder, compiled })
        : failure('internal', 'what was compiled could not be read back');
    },
    put: (content) => {
      shown = content;
      onShown(content);
    },
  };
}

/** What the display plays under the page: the playlist with each file's absolute path. */
export function playlistOf(shown: ShownContent | null): (PlaylistItem & { file: string })[] {
  if (!shown) return [];
  return shown.compiled.playlist.map((item) => ({ ...item, file: join(shown.folder, item.media) }));
}
