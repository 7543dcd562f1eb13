import type { Command } from 'commander';
import { FirmwareAuthorityList, type Result, success, validatorOf } from '../../../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../../../command.ts';
import { momentText, plain, table } from '../../../output/index.ts';

const parseList = validatorOf(FirmwareAuthorityList);

export function addFirmwareKeysList(parent: Command, run: Run): void {
  leaf(parent, 'ls', 'List the authorities whose signers may sign firmware.', [
    ['totem firmware keys ls', 'Lists them with their fingerprints.'],
  ]).action(run(list));
}

async function list(context: Context): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const answer = await hub.value.call('GET', '/firmware-authorities', undefined, parseList);
  if (!answer.ok) return answer;
  const rows = answer.value.authorities.map((one) => [
    one.fingerprint.slice(0, 16),
    plain(one.name),
    momentText(one.expires),
    `${momentText(one.added)} by ${plain(one.addedBy)}`,
  ]);
  const none = 'No firmware authority is trusted; trust yours with: totem firmware keys trust CA.pem';
  const head = ['FINGERPRINT', 'NAME', 'UNTIL', 'TRUSTED SINCE'];
  return success({ data: answer.value, text: rows.length === 0 ? none : table(head, rows, context.width) });
}
