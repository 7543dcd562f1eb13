import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { checkSignature, readAuthorities, readBundle } from '../../hub/firmware/bundle/index.ts';
import { readManifest } from '../../hub/firmware/bundle/manifest.ts';
import { treeBlocks } from '../../hub/firmware/bundle/verity.ts';
import { compareVersions, type ErrorCode, type Result } from '../../protocol/index.ts';
import { type Bench, certificateBy, firmwareBench } from '../harness/signed-bundle.ts';

const run = promisify(execFile);
const signing =
  'keyUsage=critical,digitalSignature\nextendedKeyUsage=emailProtection\nbasicConstraints=CA:FALSE\n';

async function trusted({ keys }: Bench): Promise<string[]> {
  return [await readFile(keys.authority.certificate, 'utf8')];
}

function refused(t: ExecutionContext, result: Result<unknown>, code: ErrorCode, words: RegExp): void {
  if (result.ok) {
    t.fail(`it was taken, where ${code} was due`);
    return;
  }
  t.is(result.error.code, code);
  t.regex(result.error.message, words);
}

test('a bundle is read as rauc reads it, with the manifest hash that RAUC asks for', async (t) => {
  const bench = await firmwareBench(t);
  // More than one level of the hash tree: 128 blocks are one block of hashes.
  const path = await bench.bundle({ imageBytes: 700_000 });
  const bundle = await readBundle(path, await trusted(bench), Date.now());
  if (!bundle.ok) return t.fail(bundle.error.message);
  const { manifest, manifestHash, signer, size } = bundle.value;
  const { stdout } = await run('rauc', [
    `--keyring=${bench.keys.authority.certificate}`,
    'info',
    '--output-format=json',
    path,
  ]);
  const told: unknown = JSON.parse(stdout);
  const [image] = manifest.images;
  t.like(told, { compatible: manifest.compatible, version: manifest.version, build: manifest.build });
  t.like(Object(told).images[0].rootfs, { checksum: image?.sha256, size: image?.size });
  t.is(size, (await stat(path)).size);
  t.regex(signer.name, /^Totem firmware development signer/);

  // The manifest is what the CMS signature holds; its hash is over exactly these bytes.
  const file = await readFile(path);
  const length = Number(file.readBigUInt64BE(file.length - 8));
  const cms = join(bench.folder, 'signature.der');
  await writeFile(cms, file.subarray(file.length - 8 - length, file.length - 8));
  const opened = await run(
    'openssl',
    ['cms', '-verify', '-inform', 'DER', '-in', cms, '-CAfile', bench.keys.authority.certificate, '-binary'],
    { encoding: 'buffer' },
  );
  t.is(createHash('sha256').update(opened.stdout).digest('hex'), manifestHash);
});

test('whoever is not vouched for, and whatever is no certificate for signing, is refused', async (t) => {
  const bench = await firmwareBench(t);
  const other = await firmwareBench(t);
  const now = Date.now();
  const pems = await trusted(bench);
  const good = await bench.bundle();
  refused(t, await readBundle(good, [], now), 'signature_refused', /no firmware authority is trusted/);
  refused(t, await readBundle(good, await trusted(other), now), 'signature_refused', /vouched for by no/);
  t.true((await readBundle(good, [...(await trusted(other)), ...pems], now)).ok);
  const years = 365 * 86_400_000;
  refused(t, await readBundle(good, pems, now + 3 * years), 'signature_refused', /expired on/);
  refused(t, await checkSignature(good, pems, now + 3 * years), 'signature_refused', /expired on/);
  refused(t, await readBundle(good, pems, now - years), 'signature_refused', /valid only from/);

  const { authority, signer } = bench.keys;
  const sign = async (name: string, issuer: typeof authority, extensions: string, key?: string) => {
    const made = await certificateBy(bench.folder, name, issuer, { extensions, ...(key && { key }) });
    return readBundle(await bench.bundle({ signer: made }), pems, Date.now());
  };
  refused(
    t,
    await sign('web', authority, signing.replace('emailProtection', 'serverAuth')),
    'signature_refused',
    /purpose/,
  );
  refused(
    t,
    await sign('cipher', authority, signing.replace('digitalSignature', 'keyEncipherment')),
    'signature_refused',
    /not made for signing/,
  );
  refused(t, await sign('short', authority, signing, 'rsa:1024'), 'signature_refused', /1024 bits/);
  // A signer is no authority, whatever certificates it issues.
  refused(t, await sign('nephew', signer, signing), 'signature_refused', /vouched for by no/);
  t.true((await sign('rsa', authority, signing, 'rsa:2048')).ok);
});

test('other formats are refused with how to build the right one', async (t) => {
  const bench = await firmwareBench(t);
  const plain = await bench.bundle({ format: 'plain' });
  refused(t, await readBundle(plain, await trusted(bench), Date.now()), 'unsupported', /format=verity/);
});

test('a bundle that was cut, changed anywhere or signed for others bytes is refused', async (t) => {
  const bench = await firmwareBench(t);
  const pems = await trusted(bench);
  const now = Date.now();
  const whole = await readFile(await bench.bundle());
  const second = await readFile(await bench.bundle());
  const signatureOf = (file: Buffer) =>
    file.subarray(file.length - 8 - Number(file.readBigUInt64BE(file.length - 8)));
  const path = join(bench.folder, 'tried.raucb');
  const tryIt = async (bytes: Uint8Array) => {
    await writeFile(path, bytes);
    return readBundle(path, pems, now);
  };
  const payload = whole.subarray(0, whole.length - signatureOf(whole).length);
  refused(t, await tryIt(Buffer.concat([payload, signatureOf(second)])), 'hash_mismatch', /altered/);
  refused(t, await tryIt(new Uint8Array(0)), 'invalid', /no RAUC bundle/);
  t.true((await tryIt(whole)).ok);

  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: whole.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      fc.constantFrom('flip', 'cut', 'insert'),
      async (at, change, how) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        const cut = whole.subarray(0, at);
        const inserted = Buffer.concat([cut, Buffer.of(change), whole.subarray(at)]);
        const result = await tryIt({ flip: bytes, cut, insert: inserted }[how]);
        return !result.ok && result.error.code !== 'internal';
      },
    ),
    { numRuns: 150 },
  );
});

test('any bytes in the place of the signature are refused', async (t) => {
  const bench = await firmwareBench(t);
  const pems = await trusted(bench);
  const path = join(bench.folder, 'tried.raucb');
  const data = Buffer.concat([Buffer.from('hsqs'), Buffer.alloc(8188)]);
  await t.notThrowsAsync(() =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.constantFrom(0n, 1n, 2n ** 63n, undefined),
        async (signature, said) => {
          const size = Buffer.alloc(8);
          size.writeBigUInt64BE(said ?? BigInt(signature.length));
          await writeFile(path, Buffer.concat([data, signature, size]));
          return !(await readBundle(path, pems, Date.now())).ok;
        },
      ),
      { numRuns: 100 },
    ),
  );
});

const manifest = [
  '[update]',
  'compatible=totem-test',
  'version=1.2.0',
  'description=a\\sb',
  '[bundle]',
  'format=verity',
  `verity-hash=${'a'.repeat(64)}`,
  `verity-salt=${'b'.repeat(64)}`,
  'verity-size=4096',
  '[hooks]',
  'filename=hook',
  'hooks=install-check;',
  '[image.rootfs]',
  'filename=root.ext4',
  `sha256=${'c'.repeat(64)}`,
  'size=12',
  'adaptive=block-hash-index;',
];
const read = (lines: readonly string[]) => readManifest(Buffer.from(lines.join('\n')));

test('a manifest is read with its hooks and adaptive methods; what is missing, doubled or odd is named', (t) => {
  const good = read(manifest);
  t.like(good, {
    ok: true,
    value: {
      description: 'a b',
      hooks: ['install-check'],
      images: [{ slot: 'rootfs', variant: null, size: 12, adaptive: ['block-hash-index'] }],
    },
  });
  const without = (start: string) => read(manifest.filter((line) => !line.startsWith(start)));
  for (const [start, field] of [
    ['version', '/version'],
    ['compatible', '/compatible'],
    ['verity-hash', '/verity/hash'],
    ['verity-size', '/verity/size'],
  ]) {
    const result = without(start ?? '');
    t.like(result, { ok: false, error: { code: 'invalid', field } }, start);
  }
  const changed = (from: string, to: string) => read(manifest.map((line) => line.replace(from, to)));
  refused(t, changed('1.2.0', '1.2.0; rm -rf /'), 'invalid', /version/);
  refused(t, changed('root.ext4', '../../etc/passwd'), 'invalid', /filename/);
  refused(t, changed('verity-size=4096', 'verity-size=4097'), 'invalid', /size/);
  refused(t, changed('format=verity', 'format=crypt'), 'unsupported', /crypt/);
  refused(t, read([...manifest, '[update]']), 'invalid', /twice/);
  refused(t, read([...manifest, 'size=13']), 'invalid', /twice/);
  refused(
    t,
    read(manifest.filter((line) => !/image|root.ext4|sha256|size=12|adaptive/.test(line))),
    'invalid',
    /images/,
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => !readManifest(bytes).ok));
});

test('authorities are read from PEM, and only authorities', async (t) => {
  const bench = await firmwareBench(t);
  const { authority, signer } = bench.keys;
  const [ca = '', leaf = '', key = ''] = await Promise.all(
    [authority.certificate, signer.certificate, authority.key].map((path) => readFile(path, 'utf8')),
  );
  const two = readAuthorities(`${ca}\n${ca}`, Date.now());
  t.true(two.ok && two.value.length === 2);
  refused(t, readAuthorities(leaf, Date.now()), 'invalid', /no authority/);
  refused(t, readAuthorities(`${ca}${key}`, Date.now()), 'invalid', /private key/);
  refused(t, readAuthorities('nothing', Date.now()), 'invalid', /no certificate/);
  refused(t, readAuthorities(ca, Date.now() + 20 * 365 * 86_400_000), 'invalid', /expired/);
  fc.assert(
    fc.property(fc.base64String({ maxLength: 200 }), (text) => {
      return !readAuthorities(`-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`, 0).ok;
    }),
  );
});

test('versions are ordered as people mean them', (t) => {
  const ordered = [
    '1.2.0~rc1',
    '1.2.0-alpha',
    '1.2.0-alpha.1',
    '1.2.0-alpha.beta',
    '1.2.0-rc.2',
    '1.2.0-rc.11',
    '1.2.0',
    '1.2.0+b1',
    '1.2.1',
    '1.10.0',
    '2.0',
    '2026.11.3',
    '2026.11.24',
  ];
  for (const [index, one] of ordered.slice(2).entries())
    t.true(compareVersions(ordered[index + 1] ?? '', one) < 0, one);
  t.is(compareVersions('1.02', '1.2'), 0);
  const part = fc.stringMatching(/^[0-9A-Za-z.+~_-]{0,12}$/);
  fc.assert(
    fc.property(part, part, part, (a, b, c) => {
      const sign = (one: string, other: string) => Math.sign(compareVersions(one, other)) + 0;
      const opposite = sign(a, b) === -sign(b, a) + 0;
      const transitive = !(sign(a, b) <= 0 && sign(b, c) <= 0) || sign(a, c) <= 0;
      return opposite && transitive && sign(a, a) === 0;
    }),
  );
});

test('a hash tree has the blocks that dm-verity counts', (t) => {
  t.deepEqual([1, 2, 128, 129, 16_384, 16_385].map(treeBlocks), [0, 1, 1, 3, 129, 132]);
});
