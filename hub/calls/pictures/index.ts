import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CallId,
  type CallPictureKind,
  type CallPictureStored,
  callPictureKinds,
  maximumCallPictureBytes,
  maximumCallPicturesBytes,
} from '../../../protocol/calls/index.ts';
import { failure, type Result, success } from '../../../protocol/index.ts';
import { type Box, sealBytes } from '../../vault/index.ts';
import { pictureKindOf } from './image.ts';

/** Pictures that operators show, for as long as their call lasts. */
export interface CallPictures {
  put(call: CallId, bytes: Buffer): Promise<Result<CallPictureStored>>;
  has(call: CallId, sha256: string): boolean;
  read(call: CallId, sha256: string): Promise<Result<CallPicture>>;
  /** Deletes all of a call. */
  forget(call: CallId): Promise<void>;
  /** Resolves when what was begun is done. */
  settled(): Promise<void>;
}

export interface CallPicture {
  media: CallPictureKind;
  bytes: Buffer;
}

export interface CallPicturesOptions {
  /** Nobody else's; made with mode 0700 where it is absent. */
  folder: string;
  box: Box;
  /** Calls that are under way: what is there of any other is deleted. */
  living: readonly CallId[];
}

type Held = Map<string, { media: CallPictureKind; size: number }>;

const endings: Readonly<Record<CallPictureKind, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpeg',
  'image/webp': 'webp',
};

/**
 * Opens the folder, one subfolder a call, one sealed file a picture, named by its hash and kind. A file is not
 * synced: a picture that a power cut took is handed in again by the desk, whose `show` is refused.
 */
export async function openCallPictures({ folder, box, living }: CallPicturesOptions): Promise<CallPictures> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const calls = new Map<CallId, Held>();
  for (const name of await readdir(folder)) {
    if (living.includes(name)) calls.set(name, await heldIn(join(folder, name)));
    else await rm(join(folder, name), { recursive: true, force: true });
  }
  // One at a time: sums are right, and what ends a call comes after what was begun before.
  let work: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(task: () => Promise<Value>): Promise<Value> => {
    const mine = work.then(task);
    work = mine.catch(() => undefined);
    return mine;
  };
  const placeOf = (call: CallId, sha256: string, media: CallPictureKind) =>
    join(folder, call, `${sha256}.${endings[media]}`);

  return {
    put: (call, bytes) =>
      inTurn(async () => {
        if (bytes.length > maximumCallPictureBytes) {
          return failure('too_large', `a picture has at most ${maximumCallPictureBytes} bytes`);
        }
        const media = pictureKindOf(bytes);
        if (!media.ok) return media;
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        const held: Held = calls.get(call) ?? new Map();
        const stored = { call, sha256, media: media.value, size: bytes.length };
        if (held.has(sha256)) return success(stored);
        const sum = [...held.values()].reduce((total, { size }) => total + size, bytes.length);
        if (sum > maximumCallPicturesBytes) {
          return failure('no_space', `the pictures of a call have at most ${maximumCallPicturesBytes} bytes`);
        }
        await mkdir(join(folder, call), { recursive: true, mode: 0o700 });
        const sealed = box.seal(bytes, `${call}/${sha256}`);
        await writeFile(placeOf(call, sha256, media.value), sealed, { mode: 0o600 });
        calls.set(call, held.set(sha256, { media: media.value, size: bytes.length }));
        return success(stored);
      }),
    has: (call, sha256) => calls.get(call)?.has(sha256) ?? false,
    read: async (call, sha256) => {
      const held = calls.get(call)?.get(sha256);
      if (!held) return failure('not_found', 'there is no such picture in this call');
      const sealed = await readFile(placeOf(call, sha256, held.media)).catch(() => undefined);
      const opened = sealed && box.open(sealed, `${call}/${sha256}`);
      if (!opened?.ok) return failure('not_found', 'the picture is not there any more: hand it in again');
      return success({ media: held.media, bytes: opened.value });
    },
    forget: (call) =>
      inTurn(async () => {
        if (calls.delete(call)) await rm(join(folder, call), { recursive: true, force: true });
      }),
    settled: async () => {
      await work;
    },
  };
}

async function heldIn(folder: string): Promise<Held> {
  const held: Held = new Map();
  for (const name of await readdir(folder)) {
    const [sha256 = '', ending] = name.split('.');
    const media = callPictureKinds.find((kind) => endings[kind] === ending);
    const { size } = await stat(join(folder, name));
    if (media && size > sealBytes) held.set(sha256, { media, size: size - sealBytes });
  }
  return held;
}
