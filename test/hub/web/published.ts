import { createHash } from 'node:crypto';
import { type KeyPair, newKeyPair, signKeyRing, signManifest } from '../../../protocol/index.ts';
import type { TestHub } from '../../harness/hub.ts';

/** Gives the hub a key ring with one editor, whose key it returns. */
export async function newEditor(hub: TestHub, holder: string): Promise<KeyPair> {
  const pair = newKeyPair(holder);
  const envelope = signKeyRing(
    { format: 'totem-key-ring', version: 1, revision: 1, keys: [pair.publicKey] },
    pair,
  );
  await expectDone(hub, '/content/keyring', 'PUT', { envelope });
  return pair;
}

/** Publishes a release of one file, as the command line does after it has checked a directory. */
export async function publish(
  hub: TestHub,
  editor: KeyPair,
  release: string,
  title: string,
  groups: readonly string[],
): Promise<void> {
  const bytes = Buffer.from(`content of ${release}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const stored = await hub.api(`/artifacts/${sha256}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
  });
  if (!stored.ok) throw new Error(`the artifact was answered with ${stored.status}`);
  const envelope = signManifest(
    {
      format: 'totem-content',
      version: 1,
      release,
      title,
      made: new Date().toISOString(),
      languages: ['it', 'en'],
      files: [{ path: 'content.yaml', size: bytes.length, sha256 }],
    },
    editor,
  );
  await expectDone(hub, '/content/releases', 'POST', { envelope, groups });
}

async function expectDone(hub: TestHub, path: string, method: string, body: unknown): Promise<void> {
  const response = await hub.api(path, {
    method,
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
}
