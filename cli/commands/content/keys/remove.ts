import { type Command, InvalidArgumentError } from 'commander';
import { failure, type Result, success } from '../../../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../../../command.ts';
import { changeTrusted } from '../../../content/index.ts';

export function addKeysRemove(parent: Command, run: Run): void {
  leaf(parent, 'remove', 'No longer trust a key, because its holder left or lost it.', [
    ['totem content keys remove 3f9a1c04b7d2e581', 'Totems refuse what this key signs from now on.'],
  ])
    .argument('<key>', 'id of the key, as totem content keys ls shows it', keyIdArgument)
    .action(run(remove));
}

async function remove(context: Context, id: string): Promise<Result<Answer>> {
  const ring = await changeTrusted(context, (keys, own) => {
    if (!keys.some((key) => key.id === id)) {
      return failure('not_found', `the key ring has no key ${id}; totem content keys ls shows them`);
    }
    // A ring is signed by one of its own keys, or a totem that joins later could not accept it.
    if (id === own) {
      return failure('conflict', `${id} is the key of this machine; another trusted editor has to remove it`);
    }
    return success(keys.filter((key) => key.id !== id));
  });
  if (!ring.ok) return ring;
  const { revision, keys } = ring.value;
  return success({
    data: { revision, keys },
    text: `Totems no longer accept content signed by ${id}. Publish again what it signed: totem content ls, totem content push.`,
  });
}

function keyIdArgument(text: string): string {
  if (/^[0-9a-f]{16}$/.test(text)) return text;
  throw new InvalidArgumentError('It has 16 hexadecimal digits; totem content keys ls shows them.');
}
