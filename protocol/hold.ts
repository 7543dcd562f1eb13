import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { close, open } from 'node:fs';
import { promisify } from 'node:util';

/** Another process holds the folder. The message says what to do. */
export class FolderInUse extends Error {}

/** What `flock` ends with where somebody else has the lock. */
const conflict = 1;

/**
 * Holds a data folder for this process: two programs that change the same files would damage them. Shared by hub
 * and agent because each has one folder that is its own. The lock is the system's own on the folder itself, so it
 * ends with the process however that ends, needs no file, and works on a disk that is full or read-only. Node has
 * no call for it: `flock` of util-linux locks the descriptor that it inherits, and ends.
 *
 * @param program its name, for the message to whoever starts a second one
 * @returns what lets go of the folder
 * @throws FolderInUse; Error where the file system has no locks or `flock` is not there
 */
export async function holdFolder(folder: string, program: string): Promise<() => Promise<void>> {
  // A number and no FileHandle: that would be closed, and the lock with it, when nobody refers to it any more.
  const descriptor = await promisify(open)(folder, 'r');
  const letGo = () => promisify(close)(descriptor);
  try {
    const child = spawn('flock', ['--nonblock', '3'], { stdio: ['ignore', 'ignore', 'ignore', descriptor] });
    const [code] = await once(child, 'close');
    if (code === 0) return letGo;
    if (code === conflict) {
      throw new FolderInUse(
        `${folder} is in use by another ${program}; end that one or set TOTEM_DATA to another folder`,
      );
    }
    throw new Error(`${folder} cannot be locked: flock ended with ${code}`);
  } catch (error) {
    await letGo();
    throw error;
  }
}
