import {
  ContentRelease,
  ContentReleaseList,
  type KeyPair,
  type KeyRing,
  type Result,
  signManifest,
  success,
  validatorOf,
} from '../../protocol/index.ts';
import { type Hub, type Patience, patiently } from '../client/index.ts';
import { type Draft, isMadeOf } from './release.ts';

const parseRelease = validatorOf(ContentRelease);
const parseReleases = validatorOf(ContentReleaseList);

export async function releases(hub: Hub, patience: Patience): Promise<Result<ContentRelease[]>> {
  const answer = await patiently(
    () => hub.call('GET', '/content/releases', undefined, parseReleases),
    patience,
  );
  return answer.ok ? success(answer.value.releases) : answer;
}

export function release(hub: Hub, id: string): Promise<Result<ContentRelease>> {
  return hub.call('GET', `/content/releases/${id}`, undefined, parseRelease);
}

/** A stored release of the very same content that totems still trust, the newest where there are several. */
export function sameContent(
  stored: readonly ContentRelease[],
  { digest, bytes, manifest }: Draft,
  ring: KeyRing,
): ContentRelease | undefined {
  return stored
    .filter((one) => isMadeOf(one.release, digest))
    .filter((one) => one.bytes === bytes && one.files === manifest.files.length)
    .filter((one) => ring.keys.some(({ id, holder }) => [id, holder].includes(one.signedBy)))
    .sort((one, other) => (one.release < other.release ? 1 : -1))[0];
}

/** Signs and publishes a release whose files the hub has. Publishing the same one again is no mistake. */
export function publish(
  hub: Hub,
  draft: Draft,
  groups: readonly string[],
  pair: KeyPair,
  patience: Patience,
): Promise<Result<ContentRelease>> {
  const body = { envelope: signManifest(draft.manifest, pair), groups };
  return patiently(() => hub.call('POST', '/content/releases', body, parseRelease), patience);
}

/** Makes a stored release desired for groups. */
export async function assign(
  hub: Hub,
  id: string,
  groups: readonly string[],
  patience: Patience,
): Promise<Result<ContentRelease>> {
  let latest = await patiently(() => release(hub, id), patience);
  for (const group of groups) {
    const body = { release: id, group };
    latest = await patiently(() => hub.call('POST', '/content/assignments', body, parseRelease), patience);
    if (!latest.ok) return latest;
  }
  return latest;
}
