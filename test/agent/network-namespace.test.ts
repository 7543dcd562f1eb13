import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { saveIdentity } from '../../agent/identity/index.ts';
import { iprouteManager } from '../../agent/network/iproute.ts';
import { localAgent } from '../../cli/local/index.ts';
import { localSocket } from '../../protocol/local.ts';
import type { NetworkFigures, NetworkSettings } from '../../protocol/network.ts';
import { newAgentFolder, startAgent, withoutDisplay } from '../harness/agent.ts';
import { newAuthority, totemTls } from '../harness/broker.ts';
import { hubAddress, makeNamespaces, mayMakeNetworks, runInside } from '../harness/namespaces.ts';
import { until } from '../harness/until.ts';

const ip = (...args: string[]) => promisify(execFile)('ip', args);

test.serial(
  'settings that reach the hub stay; others go back by themselves, even after a kill',
  async (t) => {
    if (!mayMakeNetworks) return t.pass('only root may make networks');
    const spaces = await makeNamespaces(t);
    await ip('-n', spaces.totem, 'address', 'add', '10.214.0.2/24', 'dev', spaces.cable);
    const authority = await newAuthority(t);
    const data = await newAgentFolder(t);
    const server = await authority.issueServer([hubAddress]);
    const brokerFile = join(data, 'broker.json');
    const broker = { host: hubAddress, port: 8883, key: server.key, cert: server.pem, ca: authority.pem };
    await writeFile(brokerFile, JSON.stringify(broker));
    await runInside(
      t,
      spaces.hub,
      new URL('../harness/small-broker-process.ts', import.meta.url),
      brokerFile,
    );
    const { key, cert } = await totemTls(authority, 't-1');
    await saveIdentity(data, {
      version: 1,
      key,
      enrolment: {
        totem: 't-1',
        certificate: cert,
        authority: authority.pem,
        mqtt: `mqtts://${hubAddress}:8883`,
        gateway: `https://${hubAddress}:8443`,
        artifacts: `https://${hubAddress}:8444`,
      },
    });
    const yaml = `${withoutDisplay}network: {manager: iproute2}\n`;
    const through = ['ip', 'netns', 'exec', spaces.totem];
    const agent = await startAgent(t, { data, yaml, through });
    const local = localAgent(join(data, localSocket), new AbortController().signal);
    t.teardown(() => local.close());

    const figures = async (): Promise<NetworkFigures> => {
      const answer = await local.call('network', {});
      if (!answer.ok) throw new Error(answer.error.message);
      return answer.value;
    };
    const settled = (outcome: string) =>
      until(`the change to be ${outcome}`, async () => {
        const now = await figures();
        return now.state === 'settled' && now.last?.outcome === outcome && now.online ? now : undefined;
      });
    const settings = (address: string): NetworkSettings => ({
      mode: 'static',
      interface: spaces.cable,
      address,
      gateway: null,
      dns: [],
    });
    await until('to be online', async () => (await figures()).online);

    const right = await local.call('network.set', { settings: settings('10.214.0.77/24'), seconds: 60 });
    t.true(right.ok, JSON.stringify(right));
    await settled('confirmed');
    t.deepEqual(await spaces.addresses(), ['10.214.0.77/24']);

    const wrong = await local.call('network.set', { settings: settings('10.99.0.5/24'), seconds: 5 });
    t.true(
      wrong.ok && wrong.value.state === 'trying' && wrong.value.returnsAt !== null,
      JSON.stringify(wrong),
    );
    t.deepEqual(await spaces.addresses(), ['10.99.0.5/24']);
    const after = await settled('returned');
    t.deepEqual(await spaces.addresses(), ['10.214.0.77/24']);
    t.like(after.settings, { address: '10.214.0.77/24' });
    t.is(after.last?.reason, 'the hub was not reached within 5 s');

    t.true((await local.call('network.set', { settings: settings('10.99.0.6/24'), seconds: 600 })).ok);
    t.deepEqual(await spaces.addresses(), ['10.99.0.6/24']);
    await agent.kill('SIGKILL');
    await startAgent(t, { data, through });
    t.deepEqual(await spaces.addresses(), ['10.214.0.77/24']);
    await settled('returned');
  },
);

test.serial(
  'name servers are written to the resolver’s file and taken back, through a link too',
  async (t) => {
    if (!mayMakeNetworks) return t.pass('only root may make networks');
    const spaces = await makeNamespaces(t);
    const folder = await newAgentFolder(t);
    const target = join(folder, 'stub');
    const resolver = join(folder, 'resolv.conf');
    await writeFile(target, 'nameserver 10.0.0.1\n');
    await symlink(target, resolver);
    const tools = join(folder, 'tools');
    await mkdir(tools);
    await writeFile(join(tools, 'ip'), `#!/bin/sh\nexec /usr/sbin/ip -n ${spaces.totem} "$@"\n`, {
      mode: 0o755,
    });
    const path = process.env.PATH;
    process.env.PATH = `${tools}:${path}`;
    t.teardown(() => {
      process.env.PATH = path;
    });
    const manager = iprouteManager(resolver);
    const former = await manager.remember(spaces.cable);
    if (!former.ok) throw new Error(former.error.message);
    const settings = { mode: 'static', interface: spaces.cable, address: '10.214.0.3/24' } as const;
    const applied = await manager.apply({ ...settings, gateway: '10.214.0.1', dns: ['10.214.0.53'] });
    t.true(applied.ok, JSON.stringify(applied));
    t.is(await readFile(target, 'utf8'), 'nameserver 10.214.0.53\n');
    t.like(await manager.remember(spaces.cable), {
      value: { addresses: ['10.214.0.3/24'], gateway: '10.214.0.1' },
    });
    t.true((await manager.restore(former.value)).ok);
    t.is(await readFile(target, 'utf8'), 'nameserver 10.0.0.1\n');
    t.deepEqual(await spaces.addresses(), []);
  },
);
