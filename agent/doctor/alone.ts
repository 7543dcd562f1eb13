import { FolderInUse, holdFolder } from '../../protocol/hold.ts';
import { failure, type Result } from '../../protocol/index.ts';
import { loadConfiguration } from '../configuration.ts';
import { loadIdentity } from '../identity/index.ts';
import type { DoctorParts } from './parts.ts';

/** The parts of a doctor that works without the agent: what is on the disk, and what the system says. */
export async function partsAlone(folder: string, version: string): Promise<DoctorParts> {
  const configuration = await loadConfiguration(folder).catch(broken);
  const identity = await loadIdentity(folder);
  return {
    folder,
    version,
    configuration,
    identity,
    running: null,
    away: await away(folder),
    now: Date.now,
    system: '/',
  };
}

/** Whether an agent has the folder though it did not answer. The folder is let go of at once: an agent may start now. */
async function away(folder: string): Promise<DoctorParts['away']> {
  try {
    const letGo = await holdFolder(folder, 'totem-agent');
    await letGo();
    return 'stopped';
  } catch (error) {
    return error instanceof FolderInUse ? 'deaf' : 'stopped';
  }
}

function broken(error: unknown): Result<never> {
  return failure('invalid', error instanceof Error ? error.message : String(error));
}
