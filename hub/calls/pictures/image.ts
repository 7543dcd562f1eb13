import type { CallPictureKind } from '../../../protocol/calls/index.ts';
import { failure, type Result, success } from '../../../protocol/index.ts';

/** A totem decodes what is shown: a picture that unpacks to more than this is refused (pixels). */
const longestSide = 8192;
const mostPixels = 24_000_000;

interface Dimensions {
  media: CallPictureKind;
  width: number;
  height: number;
}

/** What a picture is, by its own bytes: PNG (W3C PNG, 5.2 and 11.2.1), JPEG (ITU-T T.81, B.2.2) or WebP (RFC 9649). */
export function pictureKindOf(bytes: Buffer): Result<CallPictureKind> {
  const found = pngOf(bytes) ?? jpegOf(bytes) ?? webpOf(bytes);
  if (!found) return failure('invalid', 'a picture is a PNG, JPEG or WebP');
  const { media, width, height } = found;
  if (width < 1 || height < 1) return failure('invalid', 'the picture is empty');
  if (width > longestSide || height > longestSide || width * height > mostPixels) {
    return failure(
      'too_large',
      `a picture has at most ${longestSide} pixels a side and ${mostPixels} in all`,
    );
  }
  return success(media);
}

const pngStart = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

function pngOf(bytes: Buffer): Dimensions | undefined {
  if (bytes.length < 33 || !bytes.subarray(0, pngStart.length).equals(pngStart)) return undefined;
  return { media: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Walks the segments up to the frame's header, any of SOF0 to SOF15 but the three markers that are none. */
function jpegOf(bytes: Buffer): Dimensions | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { media: 'image/jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    // Image data or the end before any frame.
    if (marker === 0xda || marker === 0xd9) return undefined;
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function webpOf(bytes: Buffer): Dimensions | undefined {
  const text = (from: number) => bytes.toString('latin1', from, from + 4);
  if (bytes.length < 30 || text(0) !== 'RIFF' || text(8) !== 'WEBP') return undefined;
  const media = 'image/webp';
  switch (text(12)) {
    case 'VP8 ':
      return { media, width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return { media, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { media, width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}
