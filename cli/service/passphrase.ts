import { failure, type Result, success } from '../../protocol/index.ts';
import type { Context } from '../command.ts';
import { askSecretly, readLine } from '../prompt.ts';

const shortest = 10;

/** The passphrase of the keys on this machine: from standard input where a script gives it, else asked for. */
export async function passphraseFrom(
  context: Context,
  options: { passphraseStdin?: boolean },
  purpose: 'new' | 'known',
): Promise<Result<string>> {
  const { input, err: output } = context.terminal;
  if (options.passphraseStdin) return checked(await readLine(input, context.signal), purpose);
  if (!input.isTTY) {
    return failure('invalid', 'there is no terminal to ask for the passphrase; add --passphrase-stdin');
  }
  const ask = (question: string) => askSecretly(question, { input, output, signal: context.signal });
  const first = checked(await ask('Passphrase of the service keys: '), purpose);
  if (!first.ok || purpose === 'known') return first;
  const again = await ask('The same again: ');
  return again === first.value ? first : failure('invalid', 'the two were different; nothing was kept');
}

function checked(passphrase: string | undefined, purpose: 'new' | 'known'): Result<string> {
  if (passphrase === undefined || passphrase === '') return failure('invalid', 'no passphrase was given');
  if (purpose === 'new' && passphrase.length < shortest) {
    return failure('invalid', `the passphrase must have at least ${shortest} characters`);
  }
  return success(passphrase);
}
