import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** Block size of data and of hashes in RAUC's verity format, in bytes. */
export const verityBlock = 4096;
const digestBytes = 32;
const digestsPerBlock = verityBlock / digestBytes;
const blocksAtOnce = 64;

export interface VerityPlace {
  /** Bytes of data at the start of the file. */
  dataBytes: number;
  /** Bytes of the hash tree that follows. */
  treeBytes: number;
  /** Hexadecimal. */
  salt: string;
  rootHash: string;
}

/**
 * Whether the data and the hash tree behind it are those that the root hash stands for: dm-verity with SHA-256,
 * hash format 1, no superblock (the kernel's admin-guide/device-mapper/verity). A changed bit anywhere is found.
 * Reads in pieces of 256 KiB and holds the tree, which is 1/128 of the data.
 */
export async function verityHolds(file: FileHandle, place: VerityPlace): Promise<boolean> {
  const { dataBytes, treeBytes, rootHash } = place;
  if (dataBytes <= 0 || dataBytes % verityBlock !== 0) return false;
  const salt = Buffer.from(place.salt, 'hex');
  const digestOf = (block: Uint8Array) => createHash('sha256').update(salt).update(block).digest();
  const levels: Buffer[] = [];
  let blocks = dataBytes / verityBlock;
  if (treeBytes !== treeBlocks(blocks) * verityBlock) return false;

  let digests = await digestsOfFile(file, blocks, digestOf);
  if (!digests) return false;
  while (blocks > 1) {
    const level = packed(digests);
    levels.unshift(level);
    blocks = level.length / verityBlock;
    digests = [];
    for (let index = 0; index < blocks; index += 1) {
      digests.push(digestOf(level.subarray(index * verityBlock, (index + 1) * verityBlock)));
    }
  }
  if (digests[0]?.toString('hex') !== rootHash) return false;
  const tree = Buffer.concat(levels);
  const stored = Buffer.alloc(tree.length);
  return (await readFully(file, stored, dataBytes)) && stored.equals(tree);
}

/** Blocks of a whole hash tree over so many data blocks. */
export function treeBlocks(dataBlocks: number): number {
  let total = 0;
  for (let blocks = dataBlocks; blocks > 1; ) {
    blocks = Math.ceil(blocks / digestsPerBlock);
    total += blocks;
  }
  return total;
}

async function digestsOfFile(
  file: FileHandle,
  blocks: number,
  digestOf: (block: Uint8Array) => Buffer,
): Promise<Buffer[] | undefined> {
  const digests: Buffer[] = [];
  const piece = Buffer.alloc(blocksAtOnce * verityBlock);
  for (let block = 0; block < blocks; block += blocksAtOnce) {
    const count = Math.min(blocksAtOnce, blocks - block);
    const part = piece.subarray(0, count * verityBlock);
    if (!(await readFully(file, part, block * verityBlock))) return undefined;
    for (let index = 0; index < count; index += 1) {
      digests.push(digestOf(part.subarray(index * verityBlock, (index + 1) * verityBlock)));
    }
  }
  return digests;
}

/** Digests one after the other in whole blocks, the last one filled with zeros. */
function packed(digests: readonly Buffer[]): Buffer {
  const level = Buffer.alloc(Math.ceil(digests.length / digestsPerBlock) * verityBlock);
  for (const [index, digest] of digests.entries()) digest.copy(level, index * digestBytes);
  return level;
}

/** False where the file ends before the buffer is full. */
export async function readFully(file: FileHandle, buffer: Buffer, position: number): Promise<boolean> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, position + filled);
    if (bytesRead === 0) return false;
    filled += bytesRead;
  }
  return true;
}
