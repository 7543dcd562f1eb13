import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { networkFile } from '../../agent/network/networkd.ts';
import { newAgentFolder } from '../harness/agent.ts';
import { makeNamespaces, mayMakeNetworks } from '../harness/namespaces.ts';
import { until } from '../harness/until.ts';

const networkd = '/lib/systemd/systemd-networkd';

/** Its own /run with our file in it, and a /sys that tells it not to wait for udev. */
const script = `
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/network /run/systemd/netif/links /run/systemd/netif/leases /run/systemd/netif/lldp
cp "$1" /run/systemd/network/10-totem.network
mount -o bind,ro /sys /sys
exec ${networkd}
`;

test('systemd-networkd takes an address from our file', async (t) => {
  if (!mayMakeNetworks) return t.pass('only root may make networks');
  const spaces = await makeNamespaces(t);
  const file = join(await newAgentFolder(t), 'totem.network');
  const settings = {
    mode: 'static',
    interface: spaces.cable,
    address: '10.214.0.9/24',
    gateway: null,
    dns: [],
  } as const;
  await writeFile(file, networkFile({ ...settings, dns: ['10.214.0.53'] }));
  const child = spawn(
    'ip',
    ['netns', 'exec', spaces.totem, 'unshare', '--mount', 'sh', '-c', script, 'sh', file],
    { stdio: 'ignore' },
  );
  t.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  });
  await t.notThrowsAsync(
    until('the address', async () => (await spaces.addresses()).includes('10.214.0.9/24')),
  );
});
