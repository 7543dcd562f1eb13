import { randomInt } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Type, { type Static } from 'typebox';
import { writeDurably } from '../../protocol/durable.ts';
import { jsonValidatorOf, ServiceKey } from '../../protocol/index.ts';

/** `service.json`, mode 0600: the secret of this totem's codes, and where its counter stands. */
const ServiceRecord = Type.Object(
  {
    version: Type.Literal(1),
    key: ServiceKey,
    /** The next code is made for it. It never goes back and never stays after a code was accepted. */
    counter: Type.Integer({ minimum: 0 }),
    /** Wrong codes since the last right one: what the waiting times grow with, over a power cut too. */
    refusals: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type ServiceRecord = Static<typeof ServiceRecord>;

const parse = jsonValidatorOf(ServiceRecord, 4096);
const pathIn = (folder: string): string => join(folder, 'service.json');

/**
 * `null` where there is none, and where it cannot be read: the hub then sends the secret again, and the counter
 * starts somewhere else.
 */
export async function readRecord(folder: string): Promise<ServiceRecord | null> {
  const bytes = await readFile(pathIn(folder)).catch(() => null);
  const record = bytes && parse(bytes);
  return record?.ok ? record.value : null;
}

export async function writeRecord(folder: string, record: ServiceRecord): Promise<void> {
  await writeDurably(pathIn(folder), `${JSON.stringify(record)}\n`, 0o600);
}

/**
 * A record for a secret that has just come. The counter starts at a random number of six digits, so that a totem
 * whose record was lost does not ask again for codes that somebody may have seen.
 */
export function recordFor(key: ServiceKey, refusals = 0): ServiceRecord {
  return { version: 1, key, counter: randomInt(100_000, 900_000), refusals };
}

/** Keeps the secret that came with an enrolment, whatever was known before. */
export async function keepServiceKey(folder: string, key: ServiceKey): Promise<void> {
  await writeRecord(folder, recordFor(key));
}

export async function forgetServiceKey(folder: string): Promise<void> {
  await rm(pathIn(folder), { force: true });
}
