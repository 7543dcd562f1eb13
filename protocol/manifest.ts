import Type, { type Static } from 'typebox';
import { failure, type Result, success } from './errors.ts';
import { LanguageTag, ReleaseId, Sha256, Timestamp } from './names.ts';
import {
  type Envelope,
  Envelope as EnvelopeSchema,
  type KeyPair,
  openEnvelope,
  type PublicKey,
  signEnvelope,
} from './signing.ts';
import { jsonValidatorOf } from './validate.ts';

/** The largest single file of a release, in bytes. */
export const maximumFileBytes = 512 * 1024 * 1024;
/** The largest signed manifest, in bytes: 20,000 files with long names fit. */
export const maximumManifestBytes = 8 * 1024 * 1024;

/**
 * Path of a file inside a release: relative, `/`-separated, no empty, `.` or `..` part, no control characters
 * or backslash. Links cannot be expressed at all: a release holds regular files only.
 */
export const ReleasePath = Type.String({
  maxLength: 240,
  pattern:
    '^(?!/)(?!.*(?:^|/)\\.{1,2}(?:/|$))(?!.*//)[^\\u0000-\\u001f\\\\\\u007f]*[^\\u0000-\\u001f\\\\\\u007f/]$',
});

export const ManifestFile = Type.Object(
  {
    path: ReleasePath,
    size: Type.Integer({ minimum: 0, maximum: maximumFileBytes }),
    sha256: Sha256,
  },
  { additionalProperties: false },
);
export type ManifestFile = Static<typeof ManifestFile>;

/** What a content release is made of. Signed by an editor; the hub only carries it. */
export const ContentManifest = Type.Object(
  {
    format: Type.Literal('totem-content'),
    version: Type.Literal(1),
    release: ReleaseId,
    title: Type.String({ minLength: 1, maxLength: 120 }),
    made: Timestamp,
    languages: Type.Array(LanguageTag, { minItems: 1, maxItems: 32 }),
    files: Type.Array(ManifestFile, { minItems: 1, maxItems: 20_000 }),
  },
  { additionalProperties: false },
);
export type ContentManifest = Static<typeof ContentManifest>;

const manifestType = 'application/vnd.totem.content-manifest+json';
const parseEnvelope = jsonValidatorOf(EnvelopeSchema, maximumManifestBytes * 2);
const parseManifest = jsonValidatorOf(ContentManifest, maximumManifestBytes);

export function signManifest(manifest: ContentManifest, pair: KeyPair): Envelope {
  return signEnvelope(manifestType, Buffer.from(JSON.stringify(manifest)), pair);
}

/** Opens the bytes of a signed manifest: envelope, signature, schema, then that no two files share a path. */
export function openManifest(
  bytes: Uint8Array | string,
  trusted: readonly PublicKey[],
): Result<ContentManifest> {
  const envelope = parseEnvelope(bytes);
  if (!envelope.ok) return envelope;
  const payload = openEnvelope(manifestType, envelope.value, trusted);
  if (!payload.ok) return payload;
  const manifest = parseManifest(payload.value);
  if (!manifest.ok) return manifest;
  const clash = clashingPath(manifest.value.files);
  if (clash !== undefined) return failure('invalid', `two files claim the path ${clash}`, '/files');
  return success(manifest.value);
}

/** A path named twice, or named as a file and as the folder of another file. */
function clashingPath(files: readonly ManifestFile[]): string | undefined {
  const paths = new Set<string>();
  for (const { path } of files) {
    if (paths.has(path)) return path;
    paths.add(path);
  }
  for (const path of paths) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth += 1) {
      const folder = parts.slice(0, depth).join('/');
      if (paths.has(folder)) return folder;
    }
  }
  return undefined;
}
