import { type Command, Option } from 'commander';
import { leaf, type Run, spanArgument } from '../../command.ts';
import { addFirmware } from '../../firmware/index.ts';

export function addFirmwareAdd(parent: Command, run: Run): void {
  leaf(parent, 'add', 'Upload a RAUC bundle to the hub, which verifies it.', [
    ['totem firmware add totem-1.4.0.raucb', 'Uploads the bundle; run it again to go on after a break.'],
  ])
    .argument('<file>', 'the bundle, in verity format')
    .addOption(
      new Option('--retry <span>', 'how long to try again while the hub does not answer')
        .argParser(spanArgument(0, 86_400))
        .default(60, '60s'),
    )
    .action(run(addFirmware));
}
