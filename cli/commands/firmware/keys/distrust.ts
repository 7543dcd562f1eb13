import { type Command, InvalidArgumentError } from 'commander';
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

export function addFirmwareKeysDistrust(parent: Command, run: Run): void {
  leaf(parent, 'distrust', 'Take no firmware any more that signers of this authority signed.', [
    ['totem firmware keys distrust 47f661b623294334', 'Takes the authority off the list.'],
  ])
    .argument('<fingerprint>', 'first digits of its fingerprint, at least 8', fingerprintArgument)
    .action(run(distrust));
}

async function distrust(context: Context, start: string): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const answer = await hub.value.call('GET', '/firmware-authorities', undefined, parseList);
  if (!answer.ok) return answer;
  const [found, ...others] = answer.value.authorities.filter(({ fingerprint }) =>
    fingerprint.startsWith(start),
  );
  if (!found) {
    return failure('not_found', `no trusted authority begins with ${start}; see totem firmware keys ls`);
  }
  if (others.length > 0) return failure('conflict', `several begin with ${start}; give more digits`);
  const gone = await hub.value.tell('DELETE', `/firmware-authorities/${found.fingerprint}`);
  if (!gone.ok) return gone;
  return success({
    data: found,
    text: `The hub takes no firmware any more that signers of ${plain(found.name)} signed.`,
  });
}

function fingerprintArgument(text: string): string {
  const digits = text.replaceAll(':', '').toLowerCase();
  if (/^[0-9a-f]{8,64}$/.test(digits)) return digits;
  throw new InvalidArgumentError('It has 8 to 64 hexadecimal digits.');
}
