import type { Command } from 'commander';
import { type Result, ServiceKeysAnswer, success, validatorOf } from '../../../protocol/index.ts';
import {
  type Answer,
  advised,
  type Context,
  leaf,
  type Run,
  spanArgument,
  subcommand,
  totemArgument,
} from '../../command.ts';
import { momentText, plain, table } from '../../output/index.ts';
import { passphraseFrom, seal } from '../../service/index.ts';

interface FetchOptions {
  totem?: string[];
  for: number;
  passphraseStdin?: true;
}

const parseKeys = validatorOf(ServiceKeysAnswer);
const day = 86_400;

export function addServiceKeys(parent: Command, run: Run): void {
  const keys = subcommand(
    parent,
    'service-keys',
    'Keys on this machine, to make service codes where there is no network.',
    [
      ['totem service-keys fetch', 'Takes along the keys of all totems for 30 days, behind a passphrase.'],
      ['totem service-keys forget', 'Removes them from this machine.'],
    ],
  );
  leaf(keys, 'fetch', 'Take along the keys of totems; the hub notes that you did.', [
    ['totem service-keys fetch --for 7d', 'All totems, for a week.'],
    ['totem service-keys fetch --totem t-4k7m2p9xqr', 'One totem.'],
  ])
    .option('--totem <id>', 'only this totem; may be given more than once', totemsArgument)
    .option('--for <span>', 'how long they may be used here', spanArgument(3600, 365 * day), 30 * day)
    .option('--passphrase-stdin', 'read the new passphrase from standard input')
    .action(run(fetchKeys));
  leaf(keys, 'ls', 'Show which keys are on this machine; no passphrase is needed.', [
    ['totem service-keys ls', 'Lists the totems and until when.'],
  ]).action(run(listKeys));
  leaf(keys, 'forget', 'Remove the keys from this machine.', [
    ['totem service-keys forget', 'Nothing of them stays.'],
  ]).action(run(forgetKeys));
}

async function fetchKeys(context: Context, options: FetchOptions): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const passphrase = await passphraseFrom(context, options, 'new');
  if (!passphrase.ok) return passphrase;
  const body = options.totem ? { totems: options.totem } : {};
  const answer = await hub.value.call('POST', '/service-keys', body, parseKeys);
  if (!answer.ok) return advised(answer, 'not_found', 'totem ls shows the ids');
  const now = context.now();
  const label = {
    hub: hub.value.url,
    fetched: new Date(now).toISOString(),
    expires: new Date(now + options.for * 1000).toISOString(),
    totems: answer.value.keys.map(({ totem, name, generation }) => ({ totem, name, generation })),
  };
  const written = await context.settings.serviceKeys.write(await seal(answer.value, label, passphrase.value));
  if (!written.ok) return written;
  const count = new Set(label.totems.map(({ totem }) => totem)).size;
  return success({
    data: label,
    text: `The keys of ${count} ${count === 1 ? 'totem' : 'totems'} are here until ${momentText(label.expires)}.`,
  });
}

async function listKeys(context: Context): Promise<Result<Answer>> {
  const safe = await context.settings.serviceKeys.read();
  if (!safe.ok) return safe;
  if (safe.value === null) {
    return success({
      data: { totems: [] },
      text: 'No service keys are on this machine; run: totem service-keys fetch',
    });
  }
  const { label } = safe.value;
  const expired = Date.parse(label.expires) <= context.now();
  const rows = label.totems.map(({ totem, name, generation }) => [totem, plain(name), String(generation)]);
  const until = `From ${label.hub}, ${expired ? 'expired on' : 'until'} ${momentText(label.expires)}.`;
  return success({
    data: { ...label, expired },
    text: `${table(['TOTEM', 'NAME', 'KEY'], rows, context.width)}\n\n${until}`,
  });
}

async function forgetKeys(context: Context): Promise<Result<Answer>> {
  const removed = await context.settings.serviceKeys.remove();
  if (!removed.ok) return removed;
  return success({ data: { forgotten: true }, text: 'No service keys are on this machine any more.' });
}

function totemsArgument(text: string, former: string[] | undefined): string[] {
  return [...new Set([...(former ?? []), totemArgument(text)])];
}
