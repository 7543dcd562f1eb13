import { getServers } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { fired, pause } from '../until.ts';
import type { Step } from './target.ts';

/** Milliseconds for the system's resolver, which tries every server more than once. */
const patience = 12_000;

/** Looks the hub up as the agent does: by the system's resolver, with /etc/hosts. */
export const name: Step = async (context, { mqtt: { host } }) => {
  if (isIP(host) !== 0) {
    context.find('network.name_not_needed', { host });
    return true;
  }
  const servers = getServers().join(', ') || 'none is configured';
  const began = performance.now();
  const looked = lookup(host, { all: true }).then(
    (addresses) => ({ addresses, error: undefined }),
    (error: NodeJS.ErrnoException) => ({ addresses: [], error }),
  );
  const late = Promise.race([pause(patience, context.signal), fired(context.signal)]).then(() => null);
  const found = await Promise.race([looked, late]);
  const milliseconds = performance.now() - began;
  if (found === null) {
    context.find('network.name_server_away', { host, servers, reason: 'no answer' });
    return false;
  }
  if (found.error) {
    const { code = '', message } = found.error;
    if (code === 'ENOTFOUND') context.find('network.name_unknown', { host, servers });
    else
      context.find('network.name_server_away', {
        host,
        servers,
        reason: code === 'EAI_AGAIN' ? 'no answer' : message,
      });
    return false;
  }
  const addresses = found.addresses.map((one) => one.address).join(', ');
  context.find('network.name_resolved', { host, addresses, milliseconds });
  return true;
};
