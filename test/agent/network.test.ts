import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { pino } from 'pino';
import { chooseManager, type Network, type NetworkManager, startNetwork } from '../../agent/network/index.ts';
import { batch } from '../../agent/network/iproute.ts';
import { defaultGateway, lookAround } from '../../agent/network/look.ts';
import { networkdManager, networkFile } from '../../agent/network/networkd.ts';
import { type NetworkEvent, networkTable } from '../../agent/network/table.ts';
import { failure, success, validatorOf } from '../../protocol/index.ts';
import { NetworkRequest, type NetworkSettings, networkStates } from '../../protocol/network.ts';
import { newAgentFolder } from '../harness/agent.ts';

const log = pino({ level: 'silent' });
const [card] = (await lookAround()).interfaces;
const device = card?.name ?? 'lo';
const fixed = (address: string): NetworkSettings => ({
  mode: 'static',
  interface: device,
  address,
  gateway: null,
  dns: [],
});

/** A machine whose network is a word. `allowed` counts down the acts until power fails. */
class Machine {
  now = 'old';
  allowed = Number.POSITIVE_INFINITY;
  refusing = false;
  forgets = false;
  readonly manager: NetworkManager;
  constructor() {
    const act = () => {
      this.allowed -= 1;
      if (this.allowed < 0) throw new Error('the power fails');
    };
    this.manager = {
      name: 'iproute2',
      forgets: false,
      remember: async (name) => {
        act();
        return success({ interface: name, file: this.now, addresses: [], gateway: null, resolver: null });
      },
      apply: async (settings) => {
        act();
        if (this.refusing) return failure('unavailable', 'the tool complains');
        this.now = settings.mode === 'static' ? settings.address : 'dhcp';
        return success(null);
      },
      restore: async (former) => {
        act();
        this.now = former.file ?? 'none';
        return success(null);
      },
    };
  }
}

interface Bench {
  network: Network;
  machine: Machine;
  folder: string;
  /** Lets the time pass that something waits for. */
  pass(): Promise<void>;
  renewals: number;
}

async function startOn(machine: Machine, folder: string, enrolled = true): Promise<Bench> {
  const timers = new Set<() => void>();
  const bench = { machine, folder, renewals: 0 };
  const network = await startNetwork({
    folder,
    manager: machine.manager,
    online: () => false,
    enrolled,
    renew: () => {
      bench.renewals += 1;
    },
    log,
    now: () => 0,
    after: (_milliseconds, run) => {
      timers.add(run);
      return () => timers.delete(run);
    },
  });
  return Object.assign(bench, {
    network,
    pass: async () => {
      for (const run of [...timers]) {
        timers.delete(run);
        run();
      }
      await network.figures();
      // What the timer began ends before the next thing in turn.
      await network.back();
    },
  });
}

async function bench(t: ExecutionContext, enrolled = true): Promise<Bench> {
  return startOn(new Machine(), await newAgentFolder(t), enrolled);
}

const request = { settings: fixed('10.0.0.2/24'), seconds: 120 };

test('settings over which the hub was reached stay', async (t) => {
  const { network, machine, folder } = await bench(t);
  const asked = await network.set(request);
  t.like(asked, { ok: true, value: { state: 'trying', returnsAt: '1970-01-01T00:02:00.000Z' } });
  network.reached();
  await network.back();
  t.like(await network.figures(), { state: 'settled', settings: request.settings, returnsAt: null });
  t.is(machine.now, '10.0.0.2/24');
  const again = await startOn(machine, folder);
  t.like(await again.network.figures(), { state: 'settled', last: { outcome: 'confirmed' } });
  t.is(machine.now, '10.0.0.2/24');
});

test('a hub that is not reached in time brings the old settings back, and a new connection', async (t) => {
  const started = await bench(t);
  const { network, machine, pass } = started;
  await network.set(request);
  t.is(started.renewals, 1);
  await pass();
  t.is(machine.now, 'old');
  const figures = await network.figures();
  t.like(figures, { state: 'settled', settings: null, last: { outcome: 'returned' } });
  t.regex(figures.last?.reason ?? '', /within 120 s/);
  network.reached();
  t.is(machine.now, 'old');
  t.is(started.renewals, 2);
});

test('a hub that was reached before the settings changed proves nothing', async (t) => {
  const { network, machine, pass } = await bench(t);
  network.reached();
  const asked = network.set(request);
  network.reached();
  await asked;
  await pass();
  t.is(machine.now, 'old');
});

test('settings that cannot be applied go back at once and say why', async (t) => {
  const { network, machine } = await bench(t);
  machine.refusing = true;
  const asked = await network.set(request);
  t.like(asked, { ok: false, error: { message: 'the tool complains' } });
  t.like(await network.figures(), {
    state: 'settled',
    last: { outcome: 'returned', reason: 'the tool complains' },
  });
  t.is(machine.now, 'old');
});

test('a technician can have the old settings back, and a second change waits for the first', async (t) => {
  const { network, machine } = await bench(t);
  await network.set(request);
  t.like(await network.set(request), { ok: false, error: { code: 'conflict' } });
  t.like(await network.back(), { ok: true, value: { state: 'settled' } });
  t.is(machine.now, 'old');
  t.like(await network.back(), { ok: false, error: { code: 'conflict' } });
});

test('an interface that is not there is refused with those that are', async (t) => {
  const { network } = await bench(t);
  const asked = await network.set({ settings: { ...request.settings, interface: 'wan9' }, seconds: 120 });
  t.like(asked, { ok: false, error: { code: 'not_found', field: '/settings/interface' } });
});

test('a totem without a hub keeps its settings', async (t) => {
  const { network, machine } = await bench(t, false);
  t.like(await network.set(request), { ok: true, value: { state: 'settled' } });
  t.is(machine.now, '10.0.0.2/24');
});

test('power that fails at any act leaves the old settings after the next start', async (t) => {
  for (let allowed = 0; allowed < 4; allowed += 1) {
    const { network, machine, folder, pass } = await bench(t);
    machine.allowed = allowed;
    await network.set(request).catch(() => undefined);
    if (allowed > 1) await pass().catch(() => undefined);
    machine.allowed = Number.POSITIVE_INFINITY;
    const again = await startOn(machine, folder);
    t.is(machine.now, 'old', `after ${allowed} acts`);
    t.is((await again.network.figures()).state, 'settled');
  }
});

test('old settings that cannot be put back are tried again', async (t) => {
  const { network, machine, pass } = await bench(t);
  await network.set(request);
  const { restore } = machine.manager;
  machine.manager.restore = async () => failure('unavailable', 'not now');
  await network.back();
  t.like(await network.figures(), { state: 'returning' });
  machine.manager.restore = restore;
  await pass();
  t.like(await network.figures(), { state: 'settled', last: { outcome: 'returned' } });
  t.is(machine.now, 'old');
});

test('settings that a machine forgets are applied again at the next start', async (t) => {
  const { network, machine, folder } = await bench(t);
  await network.set(request);
  network.reached();
  await network.back();
  machine.now = 'nothing after a reboot';
  machine.manager.forgets = true;
  await startOn(machine, folder);
  t.is(machine.now, '10.0.0.2/24');
});

test('a damaged journal is put aside', async (t) => {
  const folder = await newAgentFolder(t);
  await writeFile(join(folder, 'network.json'), '{"version":1,"state":"tr');
  const { network } = await startOn(new Machine(), folder);
  t.like(await network.figures(), { state: 'settled' });
  t.is(await readFile(join(folder, 'network.json.damaged'), 'utf8'), '{"version":1,"state":"tr');
});

const rows: [string, NetworkEvent, string][] = [
  ['settled', 'set', 'trying'],
  ['trying', 'reached', 'settled'],
  ['trying', 'expired', 'returning'],
  ['trying', 'refused', 'returning'],
  ['trying', 'asked_back', 'returning'],
  ['trying', 'started', 'returning'],
  ['returning', 'restored', 'settled'],
  ['returning', 'started', 'returning'],
];

test('the table has these rows and no others', (t) => {
  const found = networkStates.flatMap((state) =>
    Object.entries(networkTable[state]).map(([event, next]) => [state, event, next]),
  );
  t.deepEqual(found.toSorted(), rows.toSorted());
});

test('systemd-networkd gets a file of ours, and loses it when there was none before', async (t) => {
  const folder = await newAgentFolder(t);
  const tools = join(folder, 'tools');
  await mkdir(tools);
  const asked = join(folder, 'asked');
  await writeFile(join(tools, 'networkctl'), `#!/bin/sh\necho "$@" >> ${asked}\n`);
  await chmod(join(tools, 'networkctl'), 0o755);
  const path = process.env.PATH;
  process.env.PATH = `${tools}:${path}`;
  t.teardown(() => {
    process.env.PATH = path;
  });
  const manager = networkdManager(folder);
  const former = await manager.remember('eth0');
  t.true((await manager.apply(fixed('10.0.0.2/24'))).ok);
  t.is(await readFile(join(folder, '10-totem.network'), 'utf8'), networkFile(fixed('10.0.0.2/24')));
  if (former.ok) t.true((await manager.restore(former.value)).ok);
  await t.throwsAsync(readFile(join(folder, '10-totem.network')), { code: 'ENOENT' });
  t.is(await readFile(asked, 'utf8'), 'reload\nreload\n');
});

test('files and commands hold what was asked for', (t) => {
  const settings: NetworkSettings = {
    mode: 'static',
    interface: 'eth0',
    address: '10.0.0.2/24',
    gateway: '10.0.0.1',
    dns: ['10.0.0.53', 'fd00::53'],
  };
  t.deepEqual(networkFile(settings).split('\n').slice(1), [
    '[Match]',
    'Name=eth0',
    '',
    '[Network]',
    'DHCP=no',
    'Address=10.0.0.2/24',
    'Gateway=10.0.0.1',
    'DNS=10.0.0.53',
    'DNS=fd00::53',
    '',
  ]);
  t.true(networkFile({ mode: 'dhcp', interface: 'eth0', dns: [] }).includes('\nDHCP=yes\n'));
  t.deepEqual(batch('eth0', ['10.0.0.2/24'], '10.0.0.1').slice(1), [
    'link set dev eth0 up',
    'address add 10.0.0.2/24 dev eth0',
    'route replace default via 10.0.0.1 dev eth0',
  ]);
});

test('no settings that pass the schema bring a line of their own into a file or a command', (t) => {
  const check = validatorOf(NetworkRequest);
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('10.0.0.1', '10.0.0.2/24', 'eth0', 'eth0\n', 'fd00::1%eth0'),
  );
  fc.assert(
    fc.property(text, text, text, text, (name, address, gateway, server) => {
      const checked = check({
        settings: { mode: 'static', interface: name, address, gateway, dns: [server] },
      });
      if (!checked.ok) return;
      const { settings } = checked.value;
      t.is(networkFile(settings).split('\n').length, 10);
      t.regex(networkFile(settings), /^[\x20-\x7e\n]*$/);
    }),
  );
  for (const address of [
    '10.0.0.256/24',
    '10.0.0.1',
    '10.0.0.1/33',
    '10.0.0.1/0',
    '::1/64',
    '10.0.0.1/24 ',
  ]) {
    t.false(check({ settings: { ...request.settings, address } }).ok, address);
  }
});

test('the gateway is read from the kernel’s table', (t) => {
  const table = [
    'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
    'eth0\t0002000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0',
    'eth0\t00000000\t0102000A\t0003\t0\t0\t0\t00000000\t0\t0\t0',
    '',
  ].join('\n');
  t.is(defaultGateway(table), '10.0.2.1');
  t.is(defaultGateway(''), null);
});

test('a machine that offers no way says so', async (t) => {
  const none = await chooseManager({ manager: 'none', folder: '/etc/systemd/network' });
  const network = await startNetwork({
    folder: await newAgentFolder(t),
    manager: none,
    online: () => false,
    enrolled: false,
    renew: () => undefined,
    log,
    now: Date.now,
  });
  t.like(await network.set(request), { ok: false, error: { code: 'unsupported' } });
  await network.stop();
});
