import { createPrivateKey, createPublicKey } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import Type, { type Static } from 'typebox';
import {
  Envelope,
  failure,
  jsonValidatorOf,
  keyIdOf,
  PublicKey,
  type Result,
  success,
} from '../../protocol/index.ts';
import { ServiceSafe } from '../service/safe.ts';
import { type SettingsFile, settingsFile } from './file.ts';

export type { SettingsFile } from './file.ts';

/** `hub.json`: which hub the commands talk to, and as whom. Written by `totem login`. */
export const SavedHub = Type.Object(
  {
    version: Type.Literal(1),
    url: Type.String({ pattern: '^https?://', maxLength: 500 }),
    token: Type.String({ minLength: 1, maxLength: 500, pattern: '^[\\x21-\\x7e]+$' }),
    name: Type.String({ minLength: 1, maxLength: 80 }),
  },
  { additionalProperties: false },
);
export type SavedHub = Static<typeof SavedHub>;

/** `editor-key.json`: the Ed25519 key this machine signs content with. */
export const EditorKey = Type.Object(
  {
    version: Type.Literal(1),
    keyPair: Type.Object(
      { publicKey: PublicKey, privateKeyPem: Type.String({ maxLength: 1000 }) },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type EditorKey = Static<typeof EditorKey>;

/**
 * `key-rings.json`: the newest ring of trusted editors seen at each hub. A ring that a hub offers later must
 * follow from it, so that a hub that was taken over cannot get its own key signed by an editor.
 */
export const KnownRings = Type.Object(
  {
    version: Type.Literal(1),
    rings: Type.Array(
      Type.Object(
        { url: Type.String({ maxLength: 500 }), envelope: Envelope },
        { additionalProperties: false },
      ),
      { maxItems: 100 },
    ),
  },
  { additionalProperties: false },
);
export type KnownRings = Static<typeof KnownRings>;

export interface Settings {
  hub: SettingsFile<SavedHub>;
  editorKey: SettingsFile<EditorKey>;
  knownRings: SettingsFile<KnownRings>;
  serviceKeys: SettingsFile<ServiceSafe>;
}

const maximumBytes = 1024 * 1024;
const parseHub = jsonValidatorOf(SavedHub, maximumBytes);
const parseEditorKey = jsonValidatorOf(EditorKey, maximumBytes);
const parseSafe = jsonValidatorOf(ServiceSafe, maximumBytes * 32);
const parseKnownRings = jsonValidatorOf(KnownRings, maximumBytes * 8);

/** The settings of the user who runs the command (XDG Base Directory Specification). */
export function settingsIn(folder: string): Settings {
  return {
    hub: settingsFile(join(folder, 'hub.json'), parseHub),
    editorKey: settingsFile(join(folder, 'editor-key.json'), (bytes) => {
      const parsed = parseEditorKey(bytes);
      return parsed.ok ? checkKeyPair(parsed.value) : parsed;
    }),
    knownRings: settingsFile(join(folder, 'key-rings.json'), parseKnownRings),
    serviceKeys: settingsFile(join(folder, 'service-keys.json'), parseSafe),
  };
}

/** `$XDG_CONFIG_HOME/totem`, or `~/.config/totem`; a relative `XDG_CONFIG_HOME` is ignored, as the rules say. */
export function settingsFolder(environment: NodeJS.ProcessEnv): string {
  const base = environment.XDG_CONFIG_HOME;
  return join(base && isAbsolute(base) ? base : join(homedir(), '.config'), 'totem');
}

function checkKeyPair(saved: EditorKey): Result<EditorKey> {
  const { publicKey, privateKeyPem } = saved.keyPair;
  try {
    const derived = createPublicKey(createPrivateKey(privateKeyPem));
    const spki = derived.export({ type: 'spki', format: 'der' });
    const same = spki.toString('base64') === publicKey.key && keyIdOf(spki) === publicKey.id;
    if (derived.asymmetricKeyType === 'ed25519' && same) return success(saved);
    return failure('invalid', 'the public and the private key do not belong together', '/keyPair');
  } catch {
    return failure('invalid', 'the private key cannot be read', '/keyPair/privateKeyPem');
  }
}
