import { type ContentFile, contentLimits, readText, sizeOf } from './files.ts';
import type { Report } from './problems.ts';

/** What kind of media a path names by its ending; `undefined` for an ending that is not taken. */
export function mediaKindOf(path: string): 'image' | 'video' | undefined {
  return kinds.find(({ endings }) => endings.includes(endingOf(path)))?.kind;
}

interface MediaKind {
  endings: string[];
  kind: 'image' | 'video';
  name: string;
  maximum: number;
  /** Looks at the file's first bytes. */
  fits(head: Buffer): boolean;
}

/** Bytes that suffice to tell what a binary file is. */
const headBytes = 64;

const kinds: MediaKind[] = [
  {
    endings: ['jpg', 'jpeg'],
    kind: 'image',
    name: 'a JPEG picture',
    maximum: contentLimits.image,
    fits: (head) => head.subarray(0, 3).toString('hex') === 'ffd8ff',
  },
  {
    endings: ['png'],
    kind: 'image',
    name: 'a PNG picture',
    maximum: contentLimits.image,
    fits: (head) => head.subarray(0, 8).toString('hex') === '89504e470d0a1a0a',
  },
  {
    endings: ['webp'],
    kind: 'image',
    name: 'a WebP picture',
    maximum: contentLimits.image,
    fits: (head) =>
      head.subarray(0, 4).toString('latin1') === 'RIFF' && head.subarray(8, 12).toString('latin1') === 'WEBP',
  },
  {
    endings: ['svg'],
    kind: 'image',
    name: 'an SVG picture',
    maximum: contentLimits.svg,
    fits: () => true,
  },
  {
    // A Matroska file (RFC 9559) whose EBML header (RFC 8794) names the document type `webm`.
    endings: ['webm'],
    kind: 'video',
    name: 'a WebM video',
    maximum: contentLimits.video,
    fits: (head) =>
      head.subarray(0, 4).toString('hex') === '1a45dfa3' &&
      head.includes('\u0042\u0082', 4, 'latin1') &&
      head.includes('webm'),
  },
];

/** Reports media that are too large or are not what their ending says. */
export function checkMedia(file: ContentFile, report: Report): void {
  const ending = endingOf(file.path);
  const kind = kinds.find(({ endings }) => endings.includes(ending));
  if (!kind) {
    report(
      file.path,
      1,
      'this kind of file is not taken: pictures are jpg, png, webp or svg, videos are webm',
    );
    return;
  }
  if (sizeOf(file) > kind.maximum) {
    report(
      file.path,
      1,
      `${sizeOf(file)} bytes, where ${kind.name} may have at most ${kind.maximum}: make it smaller`,
    );
    return;
  }
  if (ending === 'svg') {
    checkSvg(file, report);
    return;
  }
  const bytes = file.bytes(headBytes);
  if (!kind.fits(Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headBytes)))) {
    report(
      file.path,
      1,
      `this is not ${kind.name}, though its name ends in .${ending}: convert it or rename it`,
    );
  }
}

/** XML declaration and comments, then the root. No comment can be read in two ways, so this ends soon. */
const svgStart = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<svg[\s>]/;

/** What makes a program that draws SVG run code, read other files, or grow. */
const svgRefused = [
  /<!(?:ENTITY|DOCTYPE)/i,
  /<(?:script|foreignObject|iframe)/i,
  /\son[a-z]+\s*=/i,
  /(?:href|src)\s*=\s*["'](?!\s*(?:#|data:image\/))/i,
  /url\(\s*["']?(?!\s*["']?(?:#|data:image\/))/i,
  /@import/i,
];

function checkSvg(file: ContentFile, report: Report): void {
  const text = readText(file, report, contentLimits.svg);
  if (text === undefined) return;
  if (!svgStart.test(text)) {
    report(
      file.path,
      1,
      'this is not an SVG picture (no <svg> at its start; a DOCTYPE is not taken): export it again as plain SVG',
    );
    return;
  }
  for (const pattern of svgRefused) {
    const found = pattern.exec(text);
    if (!found) continue;
    const line = text.slice(0, found.index).split('\n').length;
    report(
      file.path,
      line,
      `this SVG holds ${found[0].trim()}, and with it a script, an entity or a reference to another file: export it again as plain SVG`,
    );
  }
}

function endingOf(path: string): string {
  return /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
}
