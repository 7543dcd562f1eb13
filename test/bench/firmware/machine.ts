import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { build } from 'vite';
import type { Owner } from '../../harness/owner.ts';
import { until } from '../../harness/until.ts';
import { hostSeenFromMachine } from '../../reboots/machine.ts';
import { repository } from '../../reboots/place.ts';
import { guestProgram } from './guest.ts';
import type { BenchHub } from './hub.ts';
import type { Prepared } from './prepare.ts';

const run = promisify(execFile);

/** One installation from a fresh pair of slots. */
export interface Case {
  name: string;
  kind: 'download' | 'stream';
  bundle: { sha256: string; size: number };
  /** SHA-256 that the other slot has to have in the end. */
  image: string;
}

export interface CaseOutcome {
  /** Bytes of the bundle that the artifact process says it sent. */
  served: number;
  /** Bytes on the connections, both ways, TLS included. */
  passed: number;
  /** Bytes that the machine's network block device read. */
  block: number;
  /** Seconds by the machine's own clock. */
  fetchSeconds: number;
  installSeconds: number;
}

/** The artifact process tells its counts every 2 s. */
const toldWithin = 4500;
const caseWithin = 15 * 60_000;

/** Runs the cases one after the other in a machine that is started for them. */
export async function runCases(
  scope: Owner,
  { folder, kernel, initrd, images, signing, rauc }: Prepared,
  hub: BenchHub,
  cases: readonly Case[],
): Promise<{ outcomes: Map<string, CaseOutcome>; machine: string }> {
  const data = await dataDisk(folder, { authority: signing.authority, rauc }, hub, cases);
  const drive = (file: string) => ['-drive', `if=virtio,format=raw,snapshot=on,file=${file}`];
  const child: ChildProcess = spawn(
    'qemu-system-x86_64',
    [
      ...[
        '-accel',
        'tcg,thread=multi',
        '-cpu',
        'max',
        '-smp',
        '2',
        '-m',
        '1536',
        '-nodefaults',
        '-no-user-config',
      ],
      ...['-display', 'none', '-serial', 'stdio', '-kernel', kernel, '-initrd', initrd],
      ...['-append', 'root=/dev/vda ro rauc.slot=A init=/sbin/bench console=ttyS0 loglevel=3 panic=5'],
      ...[images.old, images.old, data].flatMap(drive),
      '-netdev',
      `user,id=net,restrict=on,guestfwd=tcp:${hostSeenFromMachine}:${hub.port}-cmd:socat - TCP4:127.0.0.1:${hub.port}`,
      ...['-device', 'virtio-net-pci,netdev=net', '-device', 'virtio-rng-pci', '-no-reboot'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const over = once(child, 'exit');
  scope.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await over;
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream)
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line.trimEnd());
        if (process.env.TOTEM_BENCH_CONSOLE) console.error(line);
      });
  }
  const waitFor = (what: string) =>
    until(
      `"${what}" on the serial console`,
      () => {
        const broken = lines.find((line) => /BENCH broken|Kernel panic/.test(line));
        if (broken !== undefined || child.exitCode !== null)
          throw new Error(`the machine failed:\n${lines.slice(-40).join('\n')}`);
        return lines.find((line) => line.includes(what));
      },
      caseWithin,
    );
  const outcomes = new Map<string, CaseOutcome>();
  const machine = await waitFor('BENCH kernel');
  for (const { name, image } of cases) {
    await waitFor(`BENCH begin ${name}`);
    const before = { served: await hub.served(), passed: hub.passed() };
    const line = await waitFor(`BENCH end ${name} `);
    await pause(toldWithin);
    const slot = await waitFor(`BENCH slot ${name} `);
    const said = (word: string) => Number(new RegExp(`${word}=([\\d.]+)`).exec(line)?.[1] ?? Number.NaN);
    if (said('code') !== 0 || !slot.includes(image)) {
      throw new Error(`${name} did not install:\n${lines.slice(-60).join('\n')}`);
    }
    outcomes.set(name, {
      served: (await hub.served()) - before.served,
      passed: hub.passed() - before.passed,
      block: said('sectors') * 512,
      fetchSeconds: said('fetched') - said('begun'),
      installSeconds: said('ended') - said('fetched'),
    });
    // All of it takes long: who looks on sees what was measured already.
    console.error(`${name}: ${JSON.stringify(outcomes.get(name))}`);
  }
  return { outcomes, machine: machine.replace(/.*BENCH kernel /, '') };
}

async function dataDisk(
  folder: string,
  { authority, rauc }: { authority: string; rauc: string },
  { base, totem }: BenchHub,
  cases: readonly Case[],
): Promise<string> {
  const content = join(folder, 'data');
  await rm(content, { recursive: true, force: true });
  await mkdir(content);
  await cp(rauc, content, { recursive: true });
  await cp(authority, join(content, 'authority.pem'));
  for (const [name, text] of Object.entries(totem))
    await writeFile(join(content, `${name}.pem`), text, { mode: 0o600 });
  const rows = cases.map(
    ({ name, kind, bundle }) => `${name} ${kind} ${bundle.sha256} ${bundle.size} ${base}\n`,
  );
  await writeFile(join(content, 'cases'), rows.join(''));
  await writeFile(join(content, 'program'), guestProgram);
  await writeFile(join(content, 'package.json'), '{"type":"module"}\n');
  await build({
    root: repository,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: content,
      emptyOutDir: false,
      target: 'node22',
      rolldownOptions: {
        input: { fetch: join(repository, 'test/bench/firmware/fetch-process.ts') },
        platform: 'node',
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  const file = join(folder, 'data.ext4');
  await rm(file, { force: true });
  await run('mke2fs', ['-q', '-t', 'ext4', '-d', content, file, '1500M']);
  return file;
}
