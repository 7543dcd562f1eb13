import { type Command, InvalidArgumentError } from 'commander';
import { failure, type Result, ServiceCodeAnswer, success, validatorOf } from '../../../protocol/index.ts';
import { serviceCodeOf } from '../../../protocol/service-code.ts';
import { type Answer, advised, type Context, leaf, type Run, totemArgument } from '../../command.ts';
import { passphraseFrom, unseal } from '../../service/index.ts';

interface Options {
  counter: number;
  key?: number;
  offline?: true;
  passphraseStdin?: true;
}

const parseAnswer = validatorOf(ServiceCodeAnswer);

/** The hub cannot be asked: the keys on this machine may still know. */
const unreachable = new Set(['unavailable', 'unauthenticated', 'offline']);

export function addServiceCode(parent: Command, run: Run): void {
  leaf(parent, 'service-code', 'The code that opens the service menu of a totem.', [
    [
      'totem service-code t-4k7m2p9xqr --counter 483920',
      'Asks the hub; without network, uses the keys here.',
    ],
    ['totem service-code t-4k7m2p9xqr --counter 483920 --key 2', 'Names the key that the screen shows.'],
  ])
    .argument('<totem>', 'id of the totem, as its screen shows it', totemArgument)
    .requiredOption('--counter <number>', 'the number on the totem’s screen', counterArgument)
    .option('--key <number>', 'the key’s number on the totem’s screen', keyArgument)
    .option('--offline', 'use the keys on this machine at once (totem service-keys fetch)')
    .option('--passphrase-stdin', 'read the passphrase of these keys from standard input')
    .action(run(serviceCode));
}

async function serviceCode(context: Context, totem: string, options: Options): Promise<Result<Answer>> {
  if (options.offline) return fromSafe(context, totem, options);
  const hub = await context.hub();
  const body = { counter: options.counter, ...(options.key !== undefined && { generation: options.key }) };
  const answer = hub.ok
    ? await hub.value.call('POST', `/totems/${totem}/service-code`, body, parseAnswer)
    : hub;
  if (answer.ok) return said(context, answer.value, 'hub');
  if (!unreachable.has(answer.error.code)) return advised(answer, 'not_found', 'totem ls shows the ids');
  const safe = await context.settings.serviceKeys.read();
  if (!safe.ok || safe.value === null) {
    return failure(answer.error.code, `${answer.error.message}; and no service keys are on this machine`);
  }
  context.notice(`${answer.error.message}; the keys on this machine are used.`);
  return fromSafe(context, totem, options);
}

/** Computed here, without anybody else. */
async function fromSafe(context: Context, totem: string, options: Options): Promise<Result<Answer>> {
  const safe = await context.settings.serviceKeys.read();
  if (!safe.ok) return safe;
  if (safe.value === null) {
    return failure('not_found', 'no service keys are on this machine; run: totem service-keys fetch');
  }
  const { label } = safe.value;
  if (Date.parse(label.expires) <= context.now()) {
    return failure('expired', `the service keys expired on ${label.expires}; run: totem service-keys fetch`);
  }
  const held = label.totems.filter((one) => one.totem === totem);
  const wanted = held.find(({ generation }) => options.key === undefined || generation === options.key);
  if (!wanted) {
    const known = held.map(({ generation }) => generation).join(', ');
    return failure(
      'not_found',
      held.length === 0
        ? `no key of ${totem} is on this machine; totem service-keys ls shows which are`
        : `of ${totem} this machine has key ${known} only; run: totem service-keys fetch`,
    );
  }
  const passphrase = await passphraseFrom(context, options, 'known');
  if (!passphrase.ok) return passphrase;
  const keys = await unseal(safe.value, passphrase.value);
  if (!keys.ok) return keys;
  const { generation } = wanted;
  const key = keys.value.keys.find((one) => one.totem === totem && one.generation === generation);
  if (!key) return failure('invalid', 'the service keys on this machine are damaged; fetch them again');
  const { counter } = options;
  return said(context, { totem, counter, generation, code: serviceCodeOf(key.secret, counter) }, 'here');
}

function said({ paint }: Context, answer: ServiceCodeAnswer, by: 'hub' | 'here'): Result<Answer> {
  const { code, totem, counter, generation } = answer;
  const grouped = `${code.slice(0, 4)} ${code.slice(4)}`;
  const text = `${paint('strong', grouped)}  opens ${totem} for the number ${counter}, with key ${generation}, once.`;
  return success({ data: { ...answer, by }, text });
}

function counterArgument(text: string): number {
  const digits = text.replaceAll(' ', '');
  if (!/^\d{1,9}$/.test(digits)) throw new InvalidArgumentError('It is the number on the totem’s screen.');
  return Number(digits);
}

function keyArgument(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It is the key’s number on the screen.');
  return Number(text);
}
