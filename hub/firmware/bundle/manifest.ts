import { FirmwareManifest, failure, type Result, validatorOf } from '../../../protocol/index.ts';

const validate = validatorOf(FirmwareManifest);
const largestManifest = 64 * 1024;

type Group = Map<string, string>;

/**
 * Reads `manifest.raucm` (RAUC reference, Manifest): groups in brackets, `key=value` lines. A group or key that
 * comes twice is refused, as readers differ in which one they believe. What the hub has no use for is left to
 * RAUC, which reads the manifest again on the totem.
 */
export function readManifest(bytes: Uint8Array): Result<FirmwareManifest> {
  if (bytes.length > largestManifest) return failure('too_large', 'the manifest is too large');
  const groups = readGroups(bytes);
  if (!groups.ok) return groups;
  const { update, bundle, hooks } = named(groups.value);
  if (bundle.get('format') !== 'verity') {
    return failure(
      'unsupported',
      `the bundle has format=${bundle.get('format') ?? 'plain'}; build it with format=verity in [bundle] of its manifest`,
      '/bundle/format',
    );
  }
  const images = [...groups.value].flatMap(([name, group]) => {
    const place = /^image\.([^.]+)(?:\.(.+))?$/.exec(name);
    return place ? [imageOf(place[1] ?? '', place[2] ?? null, group)] : [];
  });
  return validate({
    ...optional('compatible', update.get('compatible')),
    ...optional('version', update.get('version')),
    build: update.get('build') ?? '',
    description: update.get('description') ?? '',
    format: 'verity',
    verity: {
      ...optional('hash', bundle.get('verity-hash')),
      ...optional('salt', bundle.get('verity-salt')),
      size: numberOf(bundle.get('verity-size')),
    },
    images,
    hooks: listOf(hooks.get('hooks')),
  });
}

function named(groups: ReadonlyMap<string, Group>) {
  const group = (name: string): Group => groups.get(name) ?? new Map();
  return { update: group('update'), bundle: group('bundle'), hooks: group('hooks') };
}

function imageOf(slot: string, variant: string | null, group: Group): unknown {
  return {
    slot,
    variant,
    filename: group.get('filename') ?? null,
    sha256: group.get('sha256') ?? null,
    size: group.has('size') ? numberOf(group.get('size')) : 0,
    hooks: listOf(group.get('hooks')),
    adaptive: listOf(group.get('adaptive')),
  };
}

function optional(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value };
}

/** `NaN`, which no schema takes, for what is no plain number. */
function numberOf(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

/** A list in the form of GLib's key files: parts that end with a semicolon. */
function listOf(text: string | undefined): string[] {
  return (text ?? '').split(';').filter((part) => part !== '');
}

function readGroups(bytes: Uint8Array): Result<Map<string, Group>> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return failure('invalid', 'the manifest is not UTF-8');
  }
  const groups = new Map<string, Group>();
  let current: Group | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trimEnd();
    const wrong = (reason: string) => failure('invalid', `manifest line ${index + 1}: ${reason}`);
    if (line === '' || line.startsWith('#')) continue;
    const heading = /^\[([^[\]]+)\]$/.exec(line)?.[1];
    const [, key, value] = /^([A-Za-z0-9-]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (heading !== undefined) {
      if (groups.has(heading)) return wrong(`[${heading}] comes twice`);
      current = new Map();
      groups.set(heading, current);
    } else if (key !== undefined && value !== undefined && current) {
      if (current.has(key)) return wrong(`${key} comes twice`);
      current.set(key, unescaped(value));
    } else {
      return wrong('neither a group nor a key with a value');
    }
  }
  return { ok: true, value: groups };
}

const escapes: Record<string, string> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' };

/** The escape sequences of GLib's key files. */
function unescaped(value: string): string {
  return value.replace(/\\([sntr\\])/g, (_whole, sign: string) => escapes[sign] ?? sign);
}
