import { rm } from 'node:fs/promises';
import { hashFile } from '../../../agent/artifacts/index.ts';
import type { Owner } from '../../harness/owner.ts';
import { startBenchHub } from './hub.ts';
import { makeBundle } from './images.ts';
import { type Case, type CaseOutcome, runCases } from './machine.ts';
import { casync, type PeerOutcome, rsync } from './peers.ts';
import { type Prepared, prepare } from './prepare.ts';

export const changes = ['agent', 'kernel'] as const;
export type Change = (typeof changes)[number];

/** The ways of RAUC, and the kind of bundle that each needs. */
export const ways = {
  full: { kind: 'download', bundle: { adaptive: true, blockKibibytes: 128 } },
  streaming: { kind: 'stream', bundle: { adaptive: false, blockKibibytes: 128 } },
  adaptive: { kind: 'stream', bundle: { adaptive: true, blockKibibytes: 128 } },
  adaptive_16k: { kind: 'stream', bundle: { adaptive: true, blockKibibytes: 16 } },
} as const;
export type Way = keyof typeof ways;

export interface Wire {
  prepared: Prepared;
  machine: string;
  outcome(change: Change, way: Way): CaseOutcome & { bundleBytes: number };
  peer(change: Change, name: 'casync' | 'rsync'): PeerOutcome;
}

/** Every change by every way, one after the other: the bytes that were sent, and the time. */
export async function measureWire(scope: Owner): Promise<Wire> {
  const prepared = await prepare();
  const { folder, images, signing } = prepared;
  scope.teardown(() => rm(folder, { recursive: true, force: true }));
  const peers = new Map<string, PeerOutcome>();
  const cases: Case[] = [];
  const hub = await startBenchHub(scope, `${folder}/hub`);
  for (const change of changes) {
    const image = await hashFile(images[change]);
    for (const [way, { kind, bundle }] of Object.entries(ways)) {
      const version = `${change}-${way}`;
      const file = await makeBundle(folder, signing, { image: images[change], version, ...bundle });
      cases.push({ name: version, kind, bundle: await hub.keep(file), image });
      await rm(file);
    }
    peers.set(`${change} casync`, await casync(scope, folder, images.old, images[change]));
    peers.set(`${change} rsync`, await rsync(scope, folder, images.old, images[change]));
  }
  const { outcomes, machine } = await runCases(scope, prepared, hub, cases);
  return {
    prepared,
    machine,
    outcome: (change, way) => {
      const name = `${change}-${way}`;
      const outcome = outcomes.get(name);
      if (!outcome) throw new Error(`${name} was not measured`);
      return { ...outcome, bundleBytes: cases.find((one) => one.name === name)?.bundle.size ?? 0 };
    },
    peer: (change, name) => {
      const outcome = peers.get(`${change} ${name}`);
      if (!outcome) throw new Error(`${name} was not measured`);
      return outcome;
    },
  };
}
