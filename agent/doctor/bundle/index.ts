import { parseArgs } from 'node:util';
import Type, { type Static } from 'typebox';
import { writeDurably } from '../../../protocol/durable.ts';
import { DoctorReport, jsonValidatorOf, type Result } from '../../../protocol/index.ts';
import { partsAlone } from '../alone.ts';
import type { DoctorParts } from '../parts.ts';
import { archiveOf, bounded, type Entry } from './archive.ts';
import { collect } from './collect.ts';
import { type Redaction, redactText, redactValue, secretsIn } from './redact.ts';
import { knownSecrets } from './secrets.ts';

const usage = `Usage: totem-agent bundle FILE [--keep-addresses]

Writes a support archive (tar, gzip) with everything that helps from afar and nothing that is secret or about people.
On standard input it takes one JSON object with what is known already: {"report", "status", "log"}; empty is fine.
  --keep-addresses  leaves the addresses of the network in
`;

/** What an agent that runs can add, as `totem doctor` hands it over. */
const BundleInput = Type.Object(
  {
    report: Type.Optional(DoctorReport),
    /** The agent's status with its health, as it told it. */
    status: Type.Optional(Type.Unknown()),
    /** Lines of its log, oldest first. */
    log: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 5000 })),
  },
  { additionalProperties: false },
);
export type BundleInput = Static<typeof BundleInput>;

const largestInput = 16 * 1024 * 1024;
const readInput = jsonValidatorOf(BundleInput, largestInput);

/** `totem-agent bundle`. @returns the exit code */
export async function bundleCommand(
  words: readonly string[],
  folder: string,
  version: string,
): Promise<number> {
  const options = optionsOf(words);
  if (!options) {
    process.stderr.write(usage);
    return 2;
  }
  const input = await readStandardInput();
  if (!input.ok) {
    process.stderr.write(`totem-agent: standard input: ${input.error.message}\n`);
    return 2;
  }
  const parts = await partsAlone(folder, version);
  const archive = await makeBundle(parts, input.value, { addresses: !options.keepAddresses });
  try {
    await writeDurably(options.file, archive, 0o600);
  } catch (error) {
    process.stderr.write(
      `totem-agent: ${options.file} cannot be written: ${error instanceof Error ? error.message : error}\n`,
    );
    return 1;
  }
  process.stdout.write(`${JSON.stringify({ file: options.file, bytes: archive.length })}\n`);
  return 0;
}

/** Gathers, redacts, and packs. Nothing gets into the archive that did not go through the redaction. */
export async function makeBundle(
  parts: DoctorParts,
  input: BundleInput,
  { addresses, signal = AbortSignal.timeout(60_000) }: { addresses: boolean; signal?: AbortSignal },
): Promise<Buffer> {
  const redaction: Redaction = { secrets: await secretsOf(parts), addresses };
  const collected = await collect(parts, signal);
  const entries: Entry[] = [
    ...(input.report ? [{ name: 'doctor.json', text: pretty(redactValue(input.report, redaction)) }] : []),
    ...(input.status === undefined
      ? []
      : [{ name: 'status.json', text: pretty(redactValue(input.status, redaction)) }]),
    ...(input.log ? [{ name: 'log/agent.txt', text: linesOf(input.log, redaction) }] : []),
    ...collected.map(({ name, text }) => ({ name, text: redactAny(name, text, redaction) })),
  ];
  const kept = bounded(entries);
  const at = new Date(parts.now()).toISOString();
  const about = {
    version: 1,
    made: at,
    agent: parts.version,
    addresses: addresses ? 'removed' : 'kept',
    files: kept.map(({ name }) => name),
  };
  const folder = `totem-support-${at.slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}`;
  return archiveOf(folder, [{ name: 'about.json', text: pretty(about) }, ...kept], parts.now());
}

function redactAny(name: string, text: string, redaction: Redaction): string {
  if (name.endsWith('.json')) {
    try {
      return pretty(redactValue(JSON.parse(text), redaction));
    } catch {
      // Not JSON after all: as a text.
    }
  }
  return redactText(text, redaction);
}

function linesOf(log: readonly unknown[], redaction: Redaction): string {
  return log.map((line) => `${JSON.stringify(redactValue(line, redaction))}\n`).join('');
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The secrets that this totem knows, to be looked for in everything: its key, and what its settings call secret. */
async function secretsOf({ folder, identity, configuration }: DoctorParts): Promise<string[]> {
  const files = await knownSecrets(folder);
  const own = identity.ok && identity.value ? secretsIn(identity.value) : [];
  const settings = configuration.ok ? secretsIn(configuration.value) : [];
  return [...new Set([...files, ...own, ...settings])].sort((one, other) => other.length - one.length);
}

function optionsOf(words: readonly string[]): { file: string; keepAddresses: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { 'keep-addresses': { type: 'boolean', default: false } },
    });
    const [file, ...rest] = positionals;
    return file === undefined || rest.length > 0 ? null : { file, keepAddresses: values['keep-addresses'] };
  } catch {
    return null;
  }
}

async function readStandardInput(): Promise<Result<BundleInput>> {
  if (process.stdin.isTTY) return { ok: true, value: {} };
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    bytes += chunk.length;
    if (bytes <= largestInput) chunks.push(Buffer.from(chunk));
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return text.trim() === '' ? { ok: true, value: {} } : readInput(text);
}
