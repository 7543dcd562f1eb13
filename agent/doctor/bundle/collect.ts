import { X509Certificate } from 'node:crypto';
import { readdir, readFile, statfs } from 'node:fs/promises';
import { networkInterfaces, release, totalmem, uptime } from 'node:os';
import { join } from 'node:path';
import { readSegment, segmentStart } from '../../link/index.ts';
import { runChild } from '../child.ts';
import type { DoctorParts } from '../parts.ts';
import type { Entry } from './archive.ts';

/** Events told at most; the newest are kept. */
const mostEvents = 500;
const logLines = 2000;

/** Texts from the disk and from the system, as they are: whoever writes them down has to redact them first. */
export async function collect(parts: DoctorParts, signal: AbortSignal): Promise<Entry[]> {
  const { folder, system } = parts;
  const file = (path: string) => readFile(join(system, path), 'utf8').catch(() => '');
  const said = (program: string, ...words: string[]) => outputOf(program, words, signal);
  const entries: Entry[] = [
    { name: 'versions.json', text: json(await versions(parts, signal)) },
    { name: 'agent.yaml', text: await readFile(join(folder, 'agent.yaml'), 'utf8').catch(() => '') },
    { name: 'certificates.json', text: json(certificates(parts)) },
    { name: 'content.json', text: json(await contentState(folder)) },
    { name: 'events.txt', text: await events(folder) },
    { name: 'system/network.json', text: json(network()) },
    { name: 'system/disk.json', text: json(await disk(folder)) },
    { name: 'system/mounts.txt', text: await file('proc/self/mounts') },
    { name: 'system/memory.txt', text: await file('proc/meminfo') },
    { name: 'system/routes.txt', text: await file('proc/net/route') },
    { name: 'system/kernel-command-line.txt', text: await file('proc/cmdline') },
    { name: 'system/slots.json', text: await said('rauc', 'status', '--output-format=json') },
    {
      name: 'log/journal.txt',
      text: await said(
        'journalctl',
        '--unit=totem-agent',
        `--lines=${logLines}`,
        '--no-pager',
        '--output=short-iso',
      ),
    },
    {
      name: 'log/kernel.txt',
      text: (await said('dmesg', '--time-format=iso')).split('\n').slice(-logLines).join('\n'),
    },
  ];
  return entries.filter(({ text }) => text.trim() !== '');
}

function json(value: unknown): string {
  return value === null ? '' : `${JSON.stringify(value, null, 2)}\n`;
}

async function outputOf(program: string, words: string[], signal: AbortSignal): Promise<string> {
  const done = await runChild(program, words, { signal, limit: 8000 });
  return done.ok && done.value.code === 0 ? done.value.out.toString('utf8') : '';
}

async function versions({ version, system }: DoctorParts, signal: AbortSignal): Promise<unknown> {
  const text = await readFile(join(system, 'etc/os-release'), 'utf8').catch(() => '');
  const osName = /^PRETTY_NAME="?([^"\n]*)/m.exec(text)?.[1] ?? null;
  const gstreamer = (await outputOf('gst-launch-1.0', ['--version'], signal)).split('\n')[1] ?? null;
  const { node, openssl, v8 } = process.versions;
  const machine = { memoryBytes: totalmem(), uptimeSeconds: Math.round(uptime()) };
  return {
    agent: version,
    node,
    openssl,
    v8,
    architecture: process.arch,
    kernel: release(),
    system: osName,
    gstreamer,
    machine,
  };
}

/** The public half of who this totem is; the key is not even read into it. */
function certificates({ identity }: DoctorParts): unknown {
  if (!identity.ok) return { problem: identity.error.message };
  if (!identity.value) return { enrolled: false };
  const { totem, certificate, authority, mqtt, gateway, artifacts } = identity.value.enrolment;
  const told = (pem: string) => {
    const { subject, issuer, validFrom, validTo, serialNumber, fingerprint256 } = new X509Certificate(pem);
    return { subject, issuer, validFrom, validTo, serialNumber, fingerprint256 };
  };
  return {
    enrolled: true,
    totem,
    hub: { mqtt, gateway, artifacts },
    certificate: told(certificate),
    authority: told(authority),
  };
}

/** Which releases this totem knows of and where its content operation stands. */
async function contentState(folder: string): Promise<unknown> {
  const files = (await readdir(join(folder, 'state')).catch(() => [])).filter((name) =>
    name.endsWith('.json'),
  );
  const told = [];
  for (const file of files.slice(0, 4)) {
    const state = await readJson(join(folder, 'state', file));
    const content = fieldOf(state, 'content');
    told.push({
      file,
      cleanStop: fieldOf(state, 'cleanStop') ?? null,
      desiredRevision: fieldOf(fieldOf(state, 'desired'), 'revision') ?? null,
      contentState: fieldOf(content, 'state') ?? null,
      active: fieldOf(fieldOf(content, 'active'), 'release') ?? null,
      previous: fieldOf(fieldOf(content, 'previous'), 'release') ?? null,
      target: fieldOf(fieldOf(content, 'target'), 'release') ?? null,
    });
  }
  return told;
}

async function readJson(path: string): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return value;
  } catch {
    return null;
  }
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(name)
    : undefined;
}

/** When what kind of thing happened; which card in which language is nobody's business here. */
async function events(folder: string): Promise<string> {
  const outbox = join(folder, 'outbox');
  const names = (await readdir(outbox).catch(() => [])).sort();
  const lines: string[] = [];
  for (const name of names) {
    const first = segmentStart(name);
    if (first === undefined) continue;
    const segment = await readSegment(join(outbox, name), first).catch(() => null);
    for (const { sequence, event } of segment?.events ?? []) {
      const fault = 'fault' in event ? ` ${event.fault.code} ${event.fault.part}` : '';
      lines.push(`${sequence} ${event.at} ${event.kind}${fault}`);
    }
  }
  return lines.length === 0 ? '' : `${lines.slice(-mostEvents).join('\n')}\n`;
}

function network(): unknown {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? []).map(({ address, cidr, mac, internal }) => ({ name, address, cidr, mac, internal })),
  );
}

async function disk(folder: string): Promise<unknown> {
  try {
    const { blocks, bavail, bsize, files, ffree } = await statfs(folder);
    return { totalBytes: blocks * bsize, freeBytes: bavail * bsize, files, filesFree: ffree };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
