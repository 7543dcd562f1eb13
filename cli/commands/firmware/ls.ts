import type { Command } from 'commander';
import { type Result, success } from '../../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../../command.ts';
import { firmwareList } from '../../firmware/index.ts';
import { bytesText, momentText, plain, table } from '../../output/index.ts';

export function addFirmwareList(parent: Command, run: Run): void {
  leaf(parent, 'ls', 'List the firmware at the hub and on how many totems it runs.', [
    ['totem firmware ls', 'Lists the firmware, newest first.'],
  ]).action(run(list));
}

async function list(context: Context): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const firmware = await firmwareList(hub.value);
  if (!firmware.ok) return firmware;
  const rows = firmware.value.map((one) => [
    one.version,
    one.compatible,
    plain(one.build),
    bytesText(one.size),
    plain(one.signedBy),
    one.desiredBy === 0 ? '' : String(one.desiredBy),
    one.runningOn === 0 ? '' : String(one.runningOn),
    momentText(one.added),
    one.sha256.slice(0, 12),
  ]);
  const head = ['VERSION', 'FOR', 'BUILD', 'SIZE', 'SIGNED BY', 'WANTED', 'RUNNING', 'ADDED', 'SHA-256'];
  const none = 'No firmware yet; add a bundle with: totem firmware add FILE.raucb';
  return success({
    data: { firmware: firmware.value },
    text: rows.length === 0 ? none : table(head, rows, context.width),
  });
}
