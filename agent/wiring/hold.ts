import type { Logger } from 'pino';
import { FolderInUse, holdFolder } from '../../protocol/hold.ts';
import { failure, type Result, success } from '../../protocol/index.ts';

/**
 * Makes sure that no other agent works on the same folder. Where the system cannot tell, the totem shows its
 * content all the same.
 *
 * @returns what lets go of the folder
 */
export async function holdData(folder: string, log: Logger): Promise<Result<() => Promise<void>>> {
  try {
    return success(await holdFolder(folder, 'totem-agent'));
  } catch (error) {
    if (error instanceof FolderInUse) return failure('conflict', error.message);
    log.warn({ err: error }, 'the data folder could not be locked: see that only one agent uses it');
    return success(async () => undefined);
  }
}
