import type { Command } from 'commander';
import { type Firmware, type Result, success } from '../../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../../command.ts';
import { findFirmware } from '../../firmware/index.ts';
import { bytesText, countText, momentText, pairs, plain, table } from '../../output/index.ts';

export function addFirmwareShow(parent: Command, run: Run): void {
  leaf(parent, 'show', 'Show one firmware: what is in it, who signed it, where it runs.', [
    ['totem firmware show 1.4.0', 'Shows the firmware of this version.'],
  ])
    .argument('<version>', 'its version, or the first digits of its SHA-256')
    .option('--compatible <board>', 'for which board, where there are several of the version')
    .action(run(show));
}

async function show(
  context: Context,
  name: string,
  { compatible }: { compatible?: string },
): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const firmware = await findFirmware(hub.value, name, compatible);
  if (!firmware.ok) return firmware;
  return success({ data: firmware.value, text: details(context, firmware.value) });
}

function details({ paint, width }: Context, firmware: Firmware): string {
  const facts = pairs([
    ['Version', paint('strong', firmware.version)],
    ['For', firmware.compatible],
    ['Build', plain(firmware.build) || 'not said'],
    ['Description', plain(firmware.description) || 'none'],
    ['Signed by', `${plain(firmware.signedBy)}, certificate until ${momentText(firmware.signerExpires)}`],
    ['Bundle', `${bytesText(firmware.size)}, SHA-256 ${firmware.sha256}`],
    ['Manifest hash', firmware.manifestHash],
    ['Hooks', firmware.hooks.join(', ') || 'none'],
    ['Added', `${momentText(firmware.added)} by ${plain(firmware.addedBy)}`],
    ['Wanted on', countText(firmware.desiredBy, 'totem')],
    ['Running on', countText(firmware.runningOn, 'totem')],
  ]);
  const rows = firmware.images.map((image) => [
    image.slot,
    image.filename ?? '',
    bytesText(image.size),
    image.adaptive.join(' '),
    image.hooks.join(' '),
  ]);
  return `${facts}\n\n${table(['IMAGE FOR', 'FILE', 'SIZE', 'ADAPTIVE', 'HOOKS'], rows, width)}`;
}
