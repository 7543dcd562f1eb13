import { execFile } from 'node:child_process';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Signing } from '../harness/firmware-bundle.ts';
import { compatible } from './system.ts';

const run = promisify(execFile);

export interface BundleWish {
  version: string;
  /** File system of the system partition. */
  image: string;
  signing: Signing;
  compatible?: string;
}

/** Makes a bundle as the layer does: format verity, with a block hash index. */
export async function makeBundle(folder: string, wish: BundleWish): Promise<string> {
  const input = join(folder, `bundle-${wish.version}`);
  const file = join(folder, `${wish.version}.raucb`);
  await rm(input, { recursive: true, force: true });
  await rm(file, { force: true });
  await mkdir(input, { recursive: true });
  await cp(wish.image, join(input, 'system.ext4'));
  await writeFile(
    join(input, 'manifest.raucm'),
    `[update]
compatible=${wish.compatible ?? compatible}
version=${wish.version}

[bundle]
format=verity

[image.rootfs]
filename=system.ext4
adaptive=block-hash-index
`,
  );
  await run('rauc', [
    `--cert=${wish.signing.certificate}`,
    `--key=${wish.signing.key}`,
    '--mksquashfs-args=-comp zstd -Xcompression-level 1',
    'bundle',
    input,
    `${file}.unfinished`,
  ]);
  await rename(`${file}.unfinished`, file);
  await rm(input, { recursive: true });
  return file;
}
