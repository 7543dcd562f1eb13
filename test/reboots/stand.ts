import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import {
  type ReportedFirmware,
  Rollout,
  RolloutDetail,
  Totem,
  TotemList,
  validatorOf,
} from '../../protocol/index.ts';
import { runAgent } from '../harness/agent.ts';
import { type CliRun, cliFor } from '../harness/cli.ts';
import { newToken, startHub, type TestHub } from '../harness/hub.ts';
import type { Owner } from '../harness/owner.ts';
import { until } from '../harness/until.ts';
import { bootVariables, copyDisk, dataImage, place } from './disk.ts';
import { type Kit, ports } from './kit.ts';
import { type Machine, powerOn } from './machine.ts';
import { cache } from './place.ts';

/** Milliseconds. The processor is emulated and the machine may be busy, so there is much room in all of them. */
export const patience = { boot: 600_000, report: 120_000, whole: 2_400_000 } as const;

/** A hub, and a totem that is a whole machine. */
export interface Stand {
  hub: TestHub;
  kit: Kit;
  totem: string;
  /** The `totem` command, signed in. */
  command(...words: string[]): Promise<CliRun>;
  /** `totem firmware add`; fails where the hub refuses it. */
  add(bundle: string): Promise<void>;
  /** `totem rollout new` for this totem; resolves with its id. */
  rollOut(version: string): Promise<number>;
  rollout(id: number): Promise<RolloutDetail>;
  state(): Promise<Totem>;
  reported(): Promise<ReportedFirmware | null>;
  /** Turns the totem on and waits until it is at the hub. */
  start(): Promise<Machine>;
  /** What the boot loader finds on the disk. */
  bootVariables(): Promise<Record<string, string>>;
}

const readTotem = validatorOf(Totem);
const readTotems = validatorOf(TotemList);
const readRollout = validatorOf(Rollout);
const readDetail = validatorOf(RolloutDetail);
const firmwareFiles = '/usr/share/OVMF';

/** A proof does not wait for longer than it must. */
const agentYaml = {
  health: { heartbeatSeconds: 5 },
  firmware: { enabled: true, proveSeconds: 240 },
};

/** Patient, so that a proof ends before the watchdog's ladder has been gone up. */
const blackScreen = { enabled: true, patience: 20 };

/** @param screen whether the totem is told that it has one; nothing draws on it, see `debianRoot` */
export async function openStand(owner: Owner, kit: Kit, { screen = false } = {}): Promise<Stand> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-reboots-'));
  owner.teardown(() => rm(folder, { recursive: true, force: true }));
  const hub = await startHub(owner, {
    environment: {
      TOTEM_HTTP_PORT: String(ports.http),
      TOTEM_MQTT_PORT: String(ports.mqtt),
      TOTEM_GATEWAY_PORT: String(ports.gateway),
      TOTEM_ARTIFACTS_PORT: String(ports.artifacts),
    },
  });
  const cli = await cliFor(owner);
  const command = (...words: string[]) => cli.run(words);
  succeeded(await cli.run(['login', hub.urls.http, '--password-stdin'], `${hub.password}\n`));
  succeeded(await command('firmware', 'keys', 'trust', kit.fleet.authority));
  const disk = join(folder, 'disk.img');
  await rm(join(cache, 'console.log'), { force: true });
  const totem = await seed(owner, { hub, kit, folder, disk, screen });

  const state = async (): Promise<Totem> => {
    const answer = await hub.api(`/totems/${totem}`);
    return checked(readTotem(await answer.json()));
  };
  return {
    hub,
    kit,
    totem,
    command,
    state,
    reported: async () => (await state()).reported?.firmware ?? null,
    add: async (bundle) => void succeeded(await command('firmware', 'add', bundle)),
    async rollOut(version) {
      const times = ['--prove', '5s', '--soak', '0s', '--deadline', '3h'];
      const ways = ['--allow-downgrade', '--supersede', '--json'];
      const made = await command('rollout', 'new', 'firmware', version, '--totem', totem, ...times, ...ways);
      return checked(readRollout(succeeded(made).json())).id;
    },
    async rollout(id) {
      return checked(readDetail(succeeded(await command('rollout', 'show', String(id), '--json')).json()));
    },
    async start() {
      await until(
        'the hub to see that the totem is off',
        async () => !(await state()).online,
        patience.report,
      );
      const variables = join(folder, 'variables.fd');
      await copyFile(join(firmwareFiles, 'OVMF_VARS_4M.fd'), variables);
      const code = join(firmwareFiles, 'OVMF_CODE_4M.fd');
      const machine = await powerOn({
        disk,
        ports: Object.values(ports),
        firmware: { code, variables },
        consoleFile: join(cache, 'console.log'),
      });
      owner.teardown(() => machine.cut());
      return machine;
    },
    bootVariables: () => bootVariables(disk, folder),
  };
}

interface Factory {
  hub: TestHub;
  kit: Kit;
  folder: string;
  disk: string;
  screen: boolean;
}

/** The disk as from the factory, with an identity on its data partition. */
async function seed(owner: Owner, { hub, kit, folder, disk, screen }: Factory): Promise<string> {
  const data = join(folder, 'data');
  for (const name of ['network', 'rauc']) await mkdir(join(data, name), { recursive: true });
  await writeFile(join(data, 'network', '10-totem.network'), '[Match]\nName=en*\n[Network]\nDHCP=yes\n');
  await writeFile(
    join(data, 'agent.yaml'),
    stringify({ ...agentYaml, display: screen ? blackScreen : { enabled: false } }),
  );
  const enrolled = await runAgent(owner, data, ['enrol', await newToken(hub)]);
  if (enrolled.code !== 0) throw new Error(`the totem was not enrolled: ${enrolled.errors}`);
  const image = join(folder, 'data.ext4');
  await dataImage(data, image);
  await copyDisk(kit.disk, disk);
  await place(image, disk, 'data');
  await rm(image);
  const answer = await hub.api('/totems');
  const [one] = checked(readTotems(await answer.json())).totems;
  if (!one) throw new Error('the hub does not know the totem');
  return one.id;
}

function succeeded(run: CliRun): CliRun {
  if (run.code !== 0) throw new Error(`totem ended with ${run.code}: ${run.err}${run.out}`);
  return run;
}

function checked<Value>(read: { ok: true; value: Value } | { ok: false; error: { message: string } }): Value {
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}
