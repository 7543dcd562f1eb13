import { createPublicKey } from 'node:crypto';
import { type Command, InvalidArgumentError } from 'commander';
import { keyIdOf, type Result, success } from '../../../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../../../command.ts';
import { changeTrusted } from '../../../content/index.ts';
import { plain } from '../../../output/index.ts';

interface Options {
  holder: string;
}

export function addKeysAdd(parent: Command, run: Run): void {
  leaf(parent, 'add', 'Trust the key of another editor. Needs a key that is trusted already.', [
    [
      'totem content keys add MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE= --holder "front office"',
      'Trusts the key that totem content push printed on the other machine.',
    ],
  ])
    .argument('<key>', 'public key, as totem content push prints it where it is refused', publicKeyArgument)
    .requiredOption('--holder <name>', 'who holds it, as people say it', holderArgument)
    .action(run(add));
}

async function add(context: Context, key: string, { holder }: Options): Promise<Result<Answer>> {
  const id = keyIdOf(Buffer.from(key, 'base64'));
  const ring = await changeTrusted(context, (keys) =>
    success([...keys.filter((one) => one.id !== id), { id, key, holder }]),
  );
  if (!ring.ok) return ring;
  const { revision, keys } = ring.value;
  return success({
    data: { revision, keys },
    text: `Totems accept content signed by ${id} (${plain(holder)}) from now on.`,
  });
}

/** An Ed25519 public key (SubjectPublicKeyInfo, RFC 8410) in base64, brought to its one canonical spelling. */
function publicKeyArgument(text: string): string {
  try {
    const der = Buffer.from(text, 'base64');
    const key = createPublicKey({ key: der, type: 'spki', format: 'der' });
    const spki = key.export({ type: 'spki', format: 'der' });
    if (key.asymmetricKeyType === 'ed25519' && spki.equals(der)) return der.toString('base64');
  } catch {
    // Falls through to the one message there is for every text that is no key.
  }
  throw new InvalidArgumentError(
    'It is an Ed25519 public key in base64, 60 characters, starting with MCowBQYDK2Vw.',
  );
}

function holderArgument(text: string): string {
  if (text.trim().length > 0 && text.length <= 80) return text.trim();
  throw new InvalidArgumentError('It has 1 to 80 characters.');
}
