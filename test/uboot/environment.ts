import { execFile } from 'node:child_process';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from './place.ts';

const run = promisify(execFile);

/** U-Boot's environment on a disk, read and written from outside as RAUC does it: by `fw_printenv` and `fw_setenv`. */
export interface Environment {
  read(): Promise<Record<string, string>>;
  write(variables: Record<string, string>): Promise<void>;
  /** Alters one byte of so many of its two copies, as wear does. */
  damage(copies: 1 | 2): Promise<void>;
}

/** Finds it where the layer's settings for the Raspberry Pi say that it is. */
export async function openEnvironment(disk: string): Promise<Environment> {
  const folder = 'yocto-layer/dynamic-layers/raspberrypi/recipes-bsp/u-boot/files';
  const shipped = await readFile(join(repository, folder, 'fw_env.config'), 'utf8');
  const configuration = `${disk}.config`;
  await writeFile(configuration, shipped.replaceAll('/dev/mmcblk0', disk));
  const offsets = [...shipped.matchAll(/^\/dev\S+ (0x\w+)/gm)].map(([, offset]) => Number(offset));
  const tool = async (program: string, ...words: string[]) =>
    (await run(program, ['-c', configuration, ...words])).stdout;
  return {
    async read() {
      const lines = (await tool('fw_printenv')).split('\n').filter((line) => line.includes('='));
      return Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      );
    },
    async write(variables) {
      for (const [name, value] of Object.entries(variables)) await tool('fw_setenv', name, value);
    },
    async damage(copies) {
      const file = await open(disk, 'r+');
      for (const offset of offsets.slice(0, copies)) {
        const { buffer } = await file.read(Buffer.alloc(1), 0, 1, offset + 100);
        buffer.writeUInt8(buffer.readUInt8(0) ^ 0xff, 0);
        await file.write(buffer, 0, 1, offset + 100);
      }
      await file.close();
    },
  };
}
