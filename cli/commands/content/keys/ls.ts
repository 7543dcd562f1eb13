import type { Command } from 'commander';
import { type Result, success } from '../../../../protocol/index.ts';
import { type Answer, type Context, leaf, type Run } from '../../../command.ts';
import { localKey, trustedRing } from '../../../content/index.ts';
import { plain, table } from '../../../output/index.ts';

export function addKeysList(parent: Command, run: Run): void {
  leaf(parent, 'ls', 'List the keys totems trust, and whether the key of this machine is one of them.', [
    ['totem content keys ls', 'Lists the key ring.'],
  ]).action(run(list));
}

async function list(context: Context): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const ring = await trustedRing(context, hub.value);
  if (!ring.ok) return ring;
  const own = await localKey(context);
  if (!own.ok) return own;
  const keys = ring.value?.keys ?? [];
  const ownId = own.value?.publicKey.id;
  const trusted = keys.some(({ id }) => id === ownId);
  const data = {
    revision: ring.value?.revision ?? 0,
    keys,
    own: own.value === null ? null : { ...own.value.publicKey, trusted },
  };
  if (keys.length === 0) {
    return success({
      data,
      text: 'There is no key ring yet; the first push makes it: totem content push DIR --group all',
    });
  }
  const rows = keys.map(({ id, holder }) => [id, plain(holder), id === ownId ? 'this machine' : '']);
  const lines = [table(['KEY', 'HOLDER', ''], rows, context.width)];
  if (own.value && !trusted) {
    lines.push(
      '',
      `The key of this machine (${ownId}) is not trusted; totem content push says how to change that.`,
    );
  }
  return success({ data, text: lines.join('\n') });
}
