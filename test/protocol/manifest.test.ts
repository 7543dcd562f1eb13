import { resolve, sep } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import {
  type ContentManifest,
  type Envelope,
  newKeyPair,
  openManifest,
  ReleasePath,
  signManifest,
  validatorOf,
} from '../../protocol/index.ts';

const pair = newKeyPair('comunicazione');
const isPath = validatorOf(ReleasePath);
const sha256 = 'ab'.repeat(32);

const manifestOf = (...paths: string[]): ContentManifest => ({
  format: 'totem-content',
  version: 1,
  release: '20261102-1',
  title: 'Servizi',
  made: '2026-11-02T10:00:00Z',
  languages: ['it', 'en'],
  files: paths.map((path) => ({ path, size: 1, sha256 })),
});

const open = (manifest: ContentManifest) =>
  openManifest(JSON.stringify(signManifest(manifest, pair)), [pair.publicKey]);

test('a signed manifest opens as it was', (t) => {
  const manifest = manifestOf('content.yaml', 'cards/did/it.md', 'media/perché no.jpg');
  t.deepEqual(open(manifest), { ok: true, value: manifest });
});

test('a path never leads out of the folder it is joined to', (t) => {
  const piece = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        '..',
        '.',
        '',
        '/',
        '\\',
        '...',
        'a',
        '..a',
        'a..',
        '\0',
        '\n',
        'C:',
        '~',
        '%2e%2e',
        '．．',
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  );
  const folder = resolve('/var/lib/totem/release');
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.constantFrom('/', ''), (pieces, joint) => {
        const path = pieces.join(joint);
        if (!isPath(path).ok) return true;
        const target = resolve(folder, path);
        return target.startsWith(folder + sep) && target === folder + sep + path && !path.includes('\0');
      }),
      { numRuns: 5000 },
    ),
  );
});

test('paths that are refused and taken, by name', (t) => {
  for (const path of [
    '',
    '/',
    '/a',
    '..',
    '../a',
    'a/..',
    'a/../b',
    './a',
    'a/./b',
    'a//b',
    'a/',
    'a\\b',
    'a\0',
    'a\nb',
    'a\n',
    '..\n',
    '\u007f',
    'x'.repeat(241),
  ]) {
    t.false(isPath(path).ok, JSON.stringify(path));
  }
  for (const path of ['a', '..a', 'a..', '...', 'a/...b/c', '.x', 'cards/did/it.md', 'è.jpg'])
    t.true(isPath(path).ok, path);
});

test('two files cannot claim one path, nor a file the folder of another', (t) => {
  for (const paths of [
    ['a', 'a'],
    ['a', 'a/b'],
    ['a/b/c', 'a/b'],
    ['x', 'a/b/c', 'a'],
  ]) {
    const opened = open(manifestOf(...paths));
    t.is(opened.ok ? undefined : opened.error.code, 'invalid', paths.join(' '));
  }
  t.true(open(manifestOf('a', 'ab', 'b/a', 'b/c')).ok);
});

test('a manifest with anything out of shape is refused', (t) => {
  const good = manifestOf('a');
  const wrong: Record<string, unknown>[] = [
    { ...good, files: [] },
    { ...good, version: 2 },
    { ...good, format: 'totem-key-ring' },
    { ...good, release: '../x' },
    { ...good, extra: 1 },
    { ...good, files: [{ path: 'a', size: -1, sha256 }] },
    { ...good, files: [{ path: 'a', size: 1, sha256: sha256.toUpperCase() }] },
    { ...good, files: [{ path: 'a', size: 1, sha256, link: '/etc/passwd' }] },
    { ...good, made: 'yesterday' },
  ];
  for (const manifest of wrong) {
    const envelope: Envelope = signManifest(JSON.parse(JSON.stringify(manifest)), pair);
    const opened = openManifest(JSON.stringify(envelope), [pair.publicKey]);
    t.is(opened.ok ? undefined : opened.error.code, 'invalid', JSON.stringify(manifest));
  }
});

test('a manifest by a key that is not trusted is refused before it is read', (t) => {
  const stranger = newKeyPair('nessuno');
  const opened = openManifest(JSON.stringify(signManifest(manifestOf('a'), stranger)), [pair.publicKey]);
  t.is(opened.ok ? undefined : opened.error.code, 'signature_refused');
});

test('arbitrary bytes, and envelopes with arbitrary payloads, are refused without an exception', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json()), (bytes) => !openManifest(bytes, [pair.publicKey]).ok),
    ),
  );
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.base64String(), (payload) => {
        const envelope = { ...signManifest(manifestOf('a'), pair), payload };
        return !openManifest(JSON.stringify(envelope), [pair.publicKey]).ok;
      }),
    ),
  );
});

test('a manifest that is too large is refused unread', (t) => {
  const opened = openManifest(' '.repeat(17 * 1024 * 1024), [pair.publicKey]);
  t.is(opened.ok ? undefined : opened.error.code, 'too_large');
});
