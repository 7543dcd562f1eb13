import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import {
  FirmwareAuthorityList,
  failure,
  type Result,
  success,
  validatorOf,
} from '../../../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../../../command.ts';
import { plain } from '../../../output/index.ts';

const parseList = validatorOf(FirmwareAuthorityList);
const largestFile = 64 * 1024;

export function addFirmwareKeysTrust(parent: Command, run: Run): void {
  leaf(parent, 'trust', 'Let the hub take firmware that signers of this authority signed.', [
    ['totem firmware keys trust keys/ca.cert.pem', 'Trusts the authority beside those that are trusted.'],
  ])
    .argument('<certificate>', 'PEM file of the authority, or of several')
    .action(run(trust));
}

async function trust(context: Context, path: string): Promise<Result<Answer>> {
  const pem = await readFile(path, 'utf8').catch(() => undefined);
  if (pem === undefined) return failure('not_found', `there is no readable file ${path}`);
  if (pem.length > largestFile) return failure('too_large', `${path} is too large for certificates in PEM`);
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const answer = await hub.value.call('POST', '/firmware-authorities', { pem }, parseList);
  if (!answer.ok) return answer;
  const names = answer.value.authorities.map(({ name }) => plain(name)).join(', ');
  return success({ data: answer.value, text: `The hub takes firmware that signers of ${names} signed.` });
}
