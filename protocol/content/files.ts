import { maximumFileBytes, ReleasePath } from '../manifest.ts';
import { validatorOf } from '../validate.ts';
import type { Report } from './problems.ts';

/** A file of a content directory, read only when it is asked for: a release may hold long videos. */
export interface ContentFile {
  /** Relative to the content directory, `/`-separated. */
  path: string;
  /** Bytes of the whole file; where it is left out, `bytes()` is asked for everything. */
  size?: number;
  /** Whether it is a link or anything else that is no regular file; such a file is refused unread. */
  link?: boolean;
  /** The file's first `maximum` bytes, or all of it; more than was asked for is no harm. */
  bytes(maximum?: number): Uint8Array;
}

/** What `compileContent` takes: paths with their bytes, or files read on demand. */
export type ContentFiles = ReadonlyMap<string, Uint8Array> | readonly ContentFile[];

/** Largest sizes in bytes. */
export const contentLimits = {
  text: 64 * 1024,
  svg: 2 * 1024 * 1024,
  image: 16 * 1024 * 1024,
  video: maximumFileBytes,
  /** As many files as a manifest takes. */
  files: 20_000,
} as const;

const checkPath = validatorOf(ReleasePath);

/** A hidden file (`.git`, `.DS_Store`) is no part of the content; whoever reads a directory leaves it out. */
export function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.') && part !== '.' && part !== '..');
}

/** Files by path, without hidden ones and without those whose path or kind is refused. */
export function admitFiles(files: ContentFiles, report: Report): Map<string, ContentFile> {
  const given: readonly ContentFile[] = isList(files) ? files : listed(files);
  const admitted = new Map<string, ContentFile>();
  if (given.length > contentLimits.files) {
    report('content.yaml', 1, `${given.length} files, where at most ${contentLimits.files} are taken`);
    return admitted;
  }
  for (const file of given) {
    if (isHidden(file.path)) continue;
    if (!checkPath(file.path).ok) {
      report(
        file.path,
        1,
        'this path is not allowed: use a relative path of at most 240 characters without "..", "\\" or control characters',
      );
    } else if (file.link) {
      report(file.path, 1, 'this is a link, or no regular file: put a copy of the file here instead');
    } else if (admitted.has(file.path)) {
      report(file.path, 1, 'this path is given twice');
    } else {
      admitted.set(file.path, file);
    }
  }
  return admitted;
}

function isList(files: ContentFiles): files is readonly ContentFile[] {
  return Array.isArray(files);
}

function listed(files: ReadonlyMap<string, Uint8Array>): ContentFile[] {
  return [...files].map(([path, bytes]) => ({ path, size: bytes.length, bytes: () => bytes }));
}

/** Size of a file in bytes. */
export function sizeOf(file: ContentFile): number {
  return file.size ?? file.bytes().length;
}

/** Reads a text file; reports one that is too large or not UTF-8. A byte order mark is dropped. */
export function readText(
  file: ContentFile,
  report: Report,
  maximum: number = contentLimits.text,
): string | undefined {
  const size = sizeOf(file);
  if (size > maximum) {
    report(
      file.path,
      1,
      `${size} bytes, where a file of this kind may have at most ${maximum}: shorten or split it`,
    );
    return undefined;
  }
  const bytes = file.bytes();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    report(
      file.path,
      firstLineNotUtf8(bytes),
      'this is not UTF-8 text: save the file with the encoding UTF-8',
    );
    return undefined;
  }
}

/** UTF-8 never spreads a character over a line end, so the lines can be tried one by one. */
function firstLineNotUtf8(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start = 0;
  for (let line = 1; start <= bytes.length; line += 1) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end + 1;
  }
  return 1;
}
