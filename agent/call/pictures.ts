import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { CallPictureKind } from '../../protocol/calls/share.ts';
import type { CallId } from '../../protocol/calls/wish.ts';
import type { Result } from '../../protocol/index.ts';

/** Pictures of the pages that an operator shows: fetched from the hub, kept in memory until the call is over. */
export interface Pictures {
  /** Local address of a picture that is there; null while it is on its way. */
  url(sha256: string): string | null;
  /** Fetches it, unless it is there or on its way. */
  want(call: CallId, sha256: string, media: CallPictureKind): void;
  forget(): void;
  /** Answers a request of the page for a path that `isPicturePath` knows. */
  serve(path: string, response: ServerResponse): void;
}

export interface PicturesOptions {
  /** `null` where this totem has no hub. */
  fetch: ((call: CallId, sha256: string) => Promise<Result<Buffer>>) | null;
  /** A picture is there, or could not be had. */
  onChange(problem: string | null): void;
}

const prefix = '/call/pictures/';
/** The pages around the one that is shown; older ones are fetched again. */
const keptPictures = 8;
const tries = 3;
const pause = 1000;

export function isPicturePath(path: string): boolean {
  return path.startsWith(prefix);
}

export function createPictures({ fetch, onChange }: PicturesOptions): Pictures {
  const there = new Map<string, { bytes: Buffer; media: CallPictureKind }>();
  const coming = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  /** Grows when all is forgotten, so that what comes late is dropped. */
  let age = 0;

  const get = async (call: CallId, sha256: string, media: CallPictureKind, left: number): Promise<void> => {
    if (fetch === null) return;
    const mine = age;
    const got = await fetch(call, sha256);
    if (mine !== age) return;
    if (got.ok && createHash('sha256').update(got.value).digest('hex') === sha256) {
      coming.delete(sha256);
      there.set(sha256, { bytes: got.value, media });
      for (const oldest of there.keys()) {
        if (there.size <= keptPictures) break;
        there.delete(oldest);
      }
      onChange(null);
    } else if (left > 0) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        void get(call, sha256, media, left - 1);
      }, pause);
      timers.add(timer);
    } else {
      coming.delete(sha256);
      onChange(got.ok ? 'the picture that the hub gave is another one' : got.error.message);
    }
  };
  return {
    url: (sha256) => (there.has(sha256) ? `${prefix}${sha256}` : null),
    want(call, sha256, media) {
      if (there.has(sha256) || coming.has(sha256)) return;
      coming.add(sha256);
      void get(call, sha256, media, tries - 1);
    },
    forget() {
      age += 1;
      there.clear();
      coming.clear();
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
    serve(path, response) {
      const picture = there.get(path.slice(prefix.length));
      response.writeHead(picture ? 200 : 404, {
        'cache-control': 'no-store',
        ...(picture && { 'content-type': picture.media, 'content-length': picture.bytes.length }),
      });
      response.end(picture?.bytes);
    },
  };
}
