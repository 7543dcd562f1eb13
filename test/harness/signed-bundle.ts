import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type FirmwareKeys, makeFirmwareKeys } from '../../cli/firmware/keys.ts';
import type { Owner } from './owner.ts';

const run = promisify(execFile);

/** Keys as `totem firmware keys new` makes them, and bundles that the real `rauc` signs with them. */
export interface Bench {
  folder: string;
  keys: FirmwareKeys;
  /** Path of a new bundle. */
  bundle(options?: BundleOptions): Promise<string>;
}

export interface BundleOptions {
  version?: string;
  compatible?: string;
  format?: 'verity' | 'plain';
  /** Bytes of the one image. */
  imageBytes?: number;
  /** PEM files of another signer. */
  signer?: { key: string; certificate: string };
}

export async function firmwareBench(t: Owner): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-firmware-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const keys = await makeFirmwareKeys(join(folder, 'keys'), Date.now());
  if (!keys.ok) throw new Error(keys.error.message);
  let made = 0;
  return {
    folder,
    keys: keys.value,
    async bundle(options = {}) {
      made += 1;
      const input = join(folder, `input-${made}`);
      const output = join(folder, `bundle-${made}.raucb`);
      await mkdir(input);
      const { signer = keys.value.signer } = options;
      await writeFile(join(input, 'root.ext4'), randomBytes(options.imageBytes ?? 40_000));
      await writeFile(join(input, 'manifest.raucm'), manifestText(options));
      await run('rauc', [`--cert=${signer.certificate}`, `--key=${signer.key}`, 'bundle', input, output]);
      return output;
    },
  };
}

function manifestText({ compatible, version, format }: BundleOptions): string {
  return [
    '[update]',
    `compatible=${compatible ?? 'totem-test'}`,
    `version=${version ?? '1.2.0'}`,
    'build=20261124',
    'description=A root for tests',
    '[bundle]',
    `format=${format ?? 'verity'}`,
    '[image.rootfs]',
    'filename=root.ext4',
    '',
  ].join('\n');
}

/** A certificate that `openssl` makes, so that what is verified does not stem from the code that verifies. */
export async function certificateBy(
  folder: string,
  name: string,
  issuer: { key: string; certificate: string },
  options: { extensions: string; key?: string },
): Promise<{ key: string; certificate: string }> {
  const paths = { key: join(folder, `${name}.key`), certificate: join(folder, `${name}.pem`) };
  const request = join(folder, `${name}.csr`);
  const extensions = join(folder, `${name}.ext`);
  await writeFile(extensions, options.extensions);
  const { key = 'ec' } = options;
  const curve = key === 'ec' ? ' -pkeyopt ec_paramgen_curve:P-256' : '';
  const openssl = (line: string) => run('openssl', line.split(' '));
  await openssl(`req -newkey ${key}${curve} -nodes -keyout ${paths.key} -out ${request} -subj /CN=${name}`);
  await openssl(
    `x509 -req -in ${request} -CA ${issuer.certificate} -CAkey ${issuer.key} -CAcreateserial -days 30 -extfile ${extensions} -out ${paths.certificate}`,
  );
  return paths;
}
