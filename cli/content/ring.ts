import { hostname } from 'node:os';
import {
  acceptKeyRing,
  type Envelope,
  failure,
  type KeyPair,
  type KeyRing,
  KeyRingView,
  newKeyPair,
  type Problem,
  type PublicKey,
  type Result,
  signKeyRing,
  success,
  validatorOf,
} from '../../protocol/index.ts';
import type { Hub } from '../client/index.ts';
import type { Context } from '../command.ts';

const parseView = validatorOf(KeyRingView);

/** The key of this machine, `null` where none was made yet. */
export async function localKey({ settings }: Context): Promise<Result<KeyPair | null>> {
  const saved = await settings.editorKey.read();
  return saved.ok ? success(saved.value?.keyPair ?? null) : saved;
}

/** The key of this machine; made and stored at the first need. */
export async function localKeyMade(context: Context, holder: string | undefined): Promise<Result<KeyPair>> {
  const found = await localKey(context);
  if (!found.ok) return found;
  if (found.value) return success(found.value);
  const hub = await context.settings.hub.read();
  const user = hub.ok && hub.value ? hub.value.name : 'editor';
  const keyPair = newKeyPair((holder ?? `${user}@${hostname()}`).slice(0, 80));
  const written = await context.settings.editorKey.write({ version: 1, keyPair });
  if (!written.ok) return written;
  context.notice(`Made the key this machine signs content with: ${context.settings.editorKey.path}`);
  return success(keyPair);
}

/**
 * The ring of trusted editors, `null` where the hub has none yet. What the hub says must follow from the ring
 * this machine has seen before: otherwise somebody changed it without being trusted.
 */
export async function trustedRing(context: Context, hub: Hub): Promise<Result<KeyRing | null>> {
  const view = await hub.call('GET', '/content/keyring', undefined, parseView);
  if (!view.ok) return view;
  const known = await knownRing(context, hub.url);
  if (!known.ok) return known;
  const { envelope } = view.value;
  if (envelope === null) return known.value ? sendRing(context, hub, known.value.envelope) : success(null);
  const accepted = acceptKeyRing(envelope, known.value?.ring);
  if (!accepted.ok) {
    return failure(
      'signature_refused',
      `${hub.url} offers a key ring that does not follow from the one known here (${accepted.error.message}); ask the other editors whether it was replaced, and only then remove ${context.settings.knownRings.path}`,
    );
  }
  if (accepted.value.revision !== known.value?.ring.revision) {
    const kept = await rememberRing(context, hub.url, envelope);
    if (!kept.ok) return kept;
  }
  return success(accepted.value);
}

/** Signs a ring with these keys as the next revision and gives it to the hub. */
export async function changeRing(
  context: Context,
  hub: Hub,
  former: KeyRing | null,
  keys: PublicKey[],
  pair: KeyPair,
): Promise<Result<KeyRing>> {
  const revision = (former?.revision ?? 0) + 1;
  return sendRing(context, hub, signKeyRing({ format: 'totem-key-ring', version: 1, revision, keys }, pair));
}

/** Changes who is trusted, on behalf of an editor whose key is. `change` is also given that key's id. */
export async function changeTrusted(
  context: Context,
  change: (keys: readonly PublicKey[], own: string) => Result<PublicKey[]>,
): Promise<Result<KeyRing>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const ring = await trustedRing(context, hub.value);
  if (!ring.ok) return ring;
  if (ring.value === null) {
    return failure(
      'not_found',
      'there is no key ring yet; the first push makes it: totem content push DIR --group all',
    );
  }
  const pair = await localKeyMade(context, undefined);
  if (!pair.ok) return pair;
  const own = pair.value.publicKey.id;
  if (!ring.value.keys.some(({ id }) => id === own)) return strangerProblem(ring.value, pair.value);
  const keys = change(ring.value.keys, own);
  return keys.ok ? changeRing(context, hub.value, ring.value, keys.value, pair.value) : keys;
}

/** What to say to an editor whose key is not trusted: who can help, and with which command. */
export function strangerProblem(ring: KeyRing, { publicKey }: KeyPair): { ok: false; error: Problem } {
  const holders = ring.keys.map(({ holder }) => holder).join(', ');
  const command = `totem content keys add ${publicKey.key} --holder ${quoted(publicKey.holder)}`;
  return failure(
    'signature_refused',
    `totems do not trust the key of this machine (${publicKey.id}) yet; whoever holds a trusted key (${short(holders)}) must run: ${command}`,
  );
}

async function sendRing(context: Context, hub: Hub, envelope: Envelope): Promise<Result<KeyRing>> {
  const stored = await hub.tell('PUT', '/content/keyring', { envelope });
  if (!stored.ok) return stored;
  const ring = acceptKeyRing(envelope, undefined);
  if (!ring.ok) return ring;
  const kept = await rememberRing(context, hub.url, envelope);
  return kept.ok ? ring : kept;
}

async function knownRing(
  { settings }: Context,
  url: string,
): Promise<Result<{ ring: KeyRing; envelope: Envelope } | null>> {
  const saved = await settings.knownRings.read();
  if (!saved.ok) return saved;
  const entry = saved.value?.rings.find((candidate) => candidate.url === url);
  if (!entry) return success(null);
  const ring = acceptKeyRing(entry.envelope, undefined);
  return ring.ok ? success({ ring: ring.value, envelope: entry.envelope }) : ring;
}

async function rememberRing({ settings }: Context, url: string, envelope: Envelope): Promise<Result<null>> {
  const saved = await settings.knownRings.read();
  if (!saved.ok) return saved;
  const others = saved.value?.rings.filter((entry) => entry.url !== url) ?? [];
  return settings.knownRings.write({ version: 1, rings: [...others, { url, envelope }].slice(-100) });
}

function quoted(text: string): string {
  return /^[\w@.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function short(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
