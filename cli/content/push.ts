import {
  type ContentRelease,
  type KeyPair,
  type KeyRing,
  type Problem,
  type Result,
  success,
} from '../../protocol/index.ts';
import { type Hub, type Patience, patiently } from '../client/index.ts';
import type { Answer, Context } from '../command.ts';
import { bytesText, countText, plain, silentProgress, startProgress } from '../output/index.ts';
import { missingFiles, patienceOf, uploadFiles } from '../upload/index.ts';
import { checkFolder } from './check.ts';
import { assign, publish, releases, sameContent } from './publish.ts';
import { type Draft, draftRelease } from './release.ts';
import { changeRing, localKeyMade, strangerProblem, trustedRing } from './ring.ts';
import { waitUntilShown } from './wait.ts';

export interface PushOptions {
  group: string[];
  title?: string;
  holder?: string;
  wait?: true;
  /** Seconds to wait for the totems. */
  timeout: number;
  /** Seconds to try again for while the hub does not answer. */
  retry: number;
}

interface Sent {
  files: number;
  bytes: number;
}

/**
 * Checks a directory, brings what the hub lacks, signs and publishes. A release appears at the hub in one
 * step after its last file: whatever is interrupted before that leaves nothing half published.
 */
export async function push(context: Context, path: string, options: PushOptions): Promise<Result<Answer>> {
  const outcome = await checkFolder(context, path);
  if (!outcome.ok) return outcome;
  if ('mistakes' in outcome.value) return success(outcome.value.mistakes);
  const { checked } = outcome.value;
  const hub = await context.hub();
  if (!hub.ok) return hub;

  const patience = patienceOf(context, options.retry);
  const key = await localKeyMade(context, options.holder);
  if (!key.ok) return key;
  const ring = await patiently(() => ringWith(context, hub.value, key.value), patience);
  if (!ring.ok) return ring;
  const { now, signal } = context;
  const draft = await draftRelease(checked, { title: options.title, now: now(), signal });
  if (!draft.ok) return draft;

  const delivered = await deliver(
    context,
    hub.value,
    path,
    draft.value,
    ring.value,
    key.value,
    options,
    patience,
  );
  if (!delivered.ok) return delivered;
  const { unchanged, uploaded } = delivered.value;
  let { release } = delivered.value;
  context.notice(summary(release, unchanged, uploaded));
  if (options.wait) {
    const shown = await waitUntilShown(context, hub.value, release.release, options.timeout, patience);
    if (!shown.ok) return shown;
    release = shown.value;
  }
  return success({ data: { release, unchanged, uploaded }, text: closing(release, options) });
}

async function deliver(
  context: Context,
  hub: Hub,
  path: string,
  draft: Draft,
  ring: KeyRing,
  key: KeyPair,
  options: PushOptions,
  patience: Patience,
): Promise<Result<{ release: ContentRelease; unchanged: boolean; uploaded: Sent }>> {
  const stored = await releases(hub, patience);
  if (!stored.ok) return stored;
  const same = sameContent(stored.value, draft, ring);
  if (same) {
    const assigned = await assign(hub, same.release, options.group, patience);
    if (!assigned.ok) return assigned;
    return success({ release: assigned.value, unchanged: true, uploaded: { files: 0, bytes: 0 } });
  }
  const missing = await missingFiles(hub, draft.manifest.files, patience);
  if (!missing.ok) return missing;
  const uploaded = {
    files: missing.value.length,
    bytes: missing.value.reduce((total, { size }) => total + size, 0),
  };
  const progress =
    context.json || uploaded.files === 0
      ? silentProgress
      : startProgress(context.terminal.err, uploaded.bytes);
  const sent = await uploadFiles(hub, path, missing.value, progress, patience).finally(progress.stop);
  if (!sent.ok) return again(sent.error, 'Nothing was published; run the command again to go on from here');
  const release = await publish(hub, draft, options.group, key, patience);
  if (release.ok) return success({ release: release.value, unchanged: false, uploaded });
  // Without an answer nobody here knows whether the hub took it; asking again is safe either way.
  const lost = release.error.code === 'unavailable';
  return again(
    release.error,
    lost ? 'Run the command again to be sure that it is published' : 'Nothing was published',
  );
}

/** The ring, with this machine's key in it. The first editor of a hub makes it. */
async function ringWith(context: Context, hub: Hub, key: KeyPair): Promise<Result<KeyRing>> {
  const ring = await trustedRing(context, hub);
  if (!ring.ok) return ring;
  if (ring.value === null) {
    const made = await changeRing(context, hub, null, [key.publicKey], key);
    if (made.ok) context.notice('Made the key ring: from now on totems accept content signed by this key.');
    return made;
  }
  if (ring.value.keys.some(({ id }) => id === key.publicKey.id)) return success(ring.value);
  return strangerProblem(ring.value, key);
}

function again({ code, message, field }: Problem, next: string): { ok: false; error: Problem } {
  const said = message.includes('run the command again') ? message : `${message}. ${next}`;
  return { ok: false, error: field === undefined ? { code, message: said } : { code, message: said, field } };
}

function summary(
  { release, title, files, bytes }: ContentRelease,
  unchanged: boolean,
  uploaded: Sent,
): string {
  const size = `${countText(files, 'file')}, ${bytesText(bytes)}`;
  if (unchanged) return `Nothing changed since ${release} "${plain(title)}" (${size}); 0 files uploaded.`;
  const sent = `${countText(uploaded.files, 'file')} uploaded, ${bytesText(uploaded.bytes)}`;
  return `Published ${release} "${plain(title)}" (${size}; ${sent}).`;
}

function closing({ release, desiredBy, activeOn }: ContentRelease, { group, wait }: PushOptions): string {
  const groups = group.join(', ');
  if (desiredBy === 0) return `${release} is assigned to ${groups}, where there is no totem yet.`;
  if (wait) return `${release} is on ${countText(activeOn, 'totem')}.`;
  return `${release} is assigned to ${groups}: ${countText(desiredBy, 'totem')}. See it arrive with: totem content show ${release}`;
}
