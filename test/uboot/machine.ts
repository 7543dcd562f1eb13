import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Machine, switchOn } from '../reboots/index.ts';

const run = promisify(execFile);

const board = ['-machine', 'virt', '-cpu', 'cortex-a57', '-m', '512', '-nodefaults', '-no-user-config'];

export interface BoardOptions {
  loader: string;
  disk: string;
  consoleFile: string;
}

/**
 * An arm64 board with U-Boot; the processor is emulated, so that it is the same everywhere. Its disk is an SD card for
 * U-Boot, as on a board, and for Debian's kernel, which knows those only with modules, an NVMe as well.
 */
export function powerOnBoard({ loader, disk, consoleFile }: BoardOptions): Promise<Machine> {
  const shared = `if=none,format=raw,file.filename=${disk},file.locking=off`;
  return switchOn(
    'qemu-system-aarch64',
    [
      ...board,
      ...['-display', 'none', '-serial', 'stdio'],
      ...['-drive', `if=pflash,format=raw,readonly=on,file=${loader}`],
      ...['-drive', `${shared},id=card`, '-device', 'sdhci-pci', '-device', 'sd-card,drive=card'],
      ...['-drive', `${shared},id=disk,readonly=on`, '-device', 'nvme,drive=disk,serial=totem'],
    ],
    consoleFile,
  );
}

/** The device tree that the machine hands to U-Boot, as a file. Which devices there are depends on that there is a loader. */
export async function dumpTree(loader: string, file: string): Promise<void> {
  await run('qemu-system-aarch64', [
    ...['-machine', `virt,dumpdtb=${file}`],
    ...board.slice(2),
    ...['-display', 'none', '-serial', 'null'],
    ...['-drive', `if=pflash,format=raw,readonly=on,file=${loader}`],
  ]);
}
