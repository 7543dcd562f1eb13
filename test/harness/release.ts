import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import {
  type ContentManifest,
  type Envelope,
  type KeyPair,
  type ManifestFile,
  newKeyPair,
  signKeyRing,
  signManifest,
} from '../../protocol/index.ts';
import type { TestHub } from './hub.ts';

/** A signed release with the bytes of its files, made of a directory. */
export interface TestRelease {
  release: string;
  manifest: { sha256: string; size: number };
  envelope: Envelope;
  manifestBytes: Buffer;
  files: ManifestFile[];
  bytes: Map<string, Buffer>;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function newEditor(): KeyPair {
  return newKeyPair('comunicazione');
}

/** The first ring, which holds only this editor's key. */
export function ringOf(editor: KeyPair, revision = 1): Envelope {
  return signKeyRing({ format: 'totem-key-ring', version: 1, revision, keys: [editor.publicKey] }, editor);
}

export async function makeRelease(folder: string, release: string, editor: KeyPair): Promise<TestRelease> {
  const bytes = new Map<string, Buffer>();
  const files: ManifestFile[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    const sha256 = sha256Of(content);
    bytes.set(sha256, content);
    files.push({ path: relative(folder, path), size: content.length, sha256 });
  }
  const manifest: ContentManifest = {
    format: 'totem-content',
    version: 1,
    release,
    title: release,
    made: '2026-11-23T10:00:00Z',
    languages: ['it'],
    files,
  };
  const envelope = signManifest(manifest, editor);
  const manifestBytes = Buffer.from(JSON.stringify(envelope));
  const reference = { sha256: sha256Of(manifestBytes), size: manifestBytes.length };
  bytes.set(reference.sha256, manifestBytes);
  return { release, manifest: reference, envelope, manifestBytes, files, bytes };
}

/** Uploads a release's files and publishes it for every totem. */
export async function publish(hub: TestHub, made: TestRelease, groups: string[] = ['all']): Promise<void> {
  for (const { sha256 } of made.files) {
    const put = await hub.api(`/artifacts/${sha256}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: made.bytes.get(sha256) ?? null,
    });
    if (!put.ok) throw new Error(`a file was answered with ${put.status}: ${await put.text()}`);
  }
  const published = await hub.api('/content/releases', {
    method: 'POST',
    body: JSON.stringify({ envelope: made.envelope, groups }),
  });
  if (!published.ok) {
    throw new Error(`the release was answered with ${published.status}: ${await published.text()}`);
  }
}

export async function setKeyRing(hub: TestHub, envelope: Envelope): Promise<void> {
  const put = await hub.api('/content/keyring', { method: 'PUT', body: JSON.stringify({ envelope }) });
  if (!put.ok) throw new Error(`the key ring was answered with ${put.status}: ${await put.text()}`);
}
