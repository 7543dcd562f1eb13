import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Firmware, failure, type Result, success, validatorOf } from '../../protocol/index.ts';
import { patiently } from '../client/index.ts';
import type { Answer, Context } from '../command.ts';
import { bytesText, silentProgress, startProgress } from '../output/index.ts';
import { digestFile, missingFiles, patienceOf, uploadFiles } from '../upload/index.ts';

const parseFirmware = validatorOf(Firmware);

/**
 * Uploads a bundle where the hub lacks it and has it verified. What arrived stays with the hub: after a refusal
 * that an admin cures, such as an authority that is not trusted yet, nothing is sent twice.
 */
export async function addFirmware(
  context: Context,
  file: string,
  { retry }: { retry: number },
): Promise<Result<Answer>> {
  const path = await realpath(file).catch(() => undefined);
  if (path === undefined) return failure('not_found', `there is no file ${file}`);
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const patience = patienceOf(context, retry);
  const digest = await digestFile(dirname(path), basename(path), context.signal);
  if (!digest.ok) return digest;
  const missing = await missingFiles(hub.value, [digest.value], patience);
  if (!missing.ok) return missing;
  const { sha256, size } = digest.value;
  const quiet = context.json || missing.value.length === 0;
  const progress = quiet ? silentProgress : startProgress(context.terminal.err, size);
  const sent = await uploadFiles(hub.value, dirname(path), missing.value, progress, patience).finally(
    progress.stop,
  );
  if (!sent.ok) return sent;
  const added = await patiently(
    () => hub.value.call('POST', '/firmware', { sha256 }, parseFirmware),
    patience,
  );
  if (!added.ok) return added;
  const { version, compatible, signedBy } = added.value;
  return success({
    data: added.value,
    text: `Firmware ${version} for ${compatible} (${bytesText(size)}, signed by ${signedBy}) is at the hub. Roll it out with: totem rollout new firmware ${version} --group all`,
  });
}
