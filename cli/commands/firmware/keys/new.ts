import type { Command } from 'commander';
import { type Result, success } from '../../../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../../../command.ts';

export function addFirmwareKeysNew(parent: Command, run: Run): void {
  leaf(parent, 'new', 'Make an authority and a signing certificate for development.', [
    ['totem firmware keys new keys', 'Makes both in the folder keys, and says how they are used.'],
  ])
    .argument('<folder>', 'where the keys are written; made where it is not there')
    .action(run(make));
}

async function make({ now }: Context, folder: string): Promise<Result<Answer>> {
  // Loaded here only: certificates cost every other command a tenth of a second of its start.
  const { makeFirmwareKeys } = await import('../../../firmware/keys.ts');
  const made = await makeFirmwareKeys(folder, now());
  if (!made.ok) return made;
  const { authority, signer } = made.value;
  const text = [
    'Made a firmware authority and a signer. Keep the two *.key.pem files secret; for production see docs/firmware-keys.md.',
    '',
    'Sign a bundle:',
    `  rauc bundle --cert=${signer.certificate} --key=${signer.key} --keyring=${authority.certificate} INPUT totem.raucb`,
    'Let the hub take bundles that it signed:',
    `  totem firmware keys trust ${authority.certificate}`,
    'Let totems take them: put the authority into the keyring of the image',
    `  ${authority.certificate}  ->  /etc/rauc/keyring.pem ([keyring] path= of RAUC's system.conf)`,
  ].join('\n');
  return success({ data: made.value, text });
}
