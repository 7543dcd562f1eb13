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

/** The ways of RAUC, and the kind of bundle that each needs; what the others are measured by comes first. */
export const ways = {
  adaptive: { kind: 'stream', bundle: { adaptive: true, blockKibibytes: 128 } },
  full: { kind: 'download', bundle: { adaptive: true, blockKibibytes: 128 } },
  streaming: { kind: 'stream', bundle: { adaptive: false, blockKibibytes: 128 } },
  adaptive_16k: { kind: 'stream', bundle: { adaptive: true, blockKibibytes: 16 } },
} as const;
export type Way = keyof typeof ways;

/** Which of them are measured. */
export interface Chosen {
  changes: readonly Change[];
  ways: readonly Way[];
  peers: boolean;
}

/** What was measured; `undefined` where that was not asked for. */
export interface Wire {
  prepared: Prepared;
  machine: string;
  outcome(change: Change, way: Way): CaseOutcome | undefined;
  /** Size of the bundle of a full download. */
  fullBytes(change: Change): number;
  peer(change: Change, name: 'casync' | 'rsync'): PeerOutcome | undefined;
}

/** Every change by every way, one after the other: the bytes that were sent, and the time. */
export async function measureWire(scope: Owner, chosen: Chosen): Promise<Wire> {
  const prepared = await prepare();
  const { folder, images, signing } = prepared;
  scope.teardown(() => rm(folder, { recursive: true, force: true }));
  const peers = new Map<string, PeerOutcome>();
  const full = new Map<Change, number>();
  const cases: Case[] = [];
  const hub = await startBenchHub(scope, `${folder}/hub`);
  for (const change of chosen.changes) {
    const image = await hashFile(images[change]);
    for (const way of Object.keys(ways).filter(isWay)) {
      const wanted = chosen.ways.includes(way);
      // The whole bundle is what all others are measured by.
      if (!wanted && way !== 'full') continue;
      const { kind, bundle } = ways[way];
      const version = `${change}-${way}`;
      const file = await makeBundle(folder, signing, { image: images[change], version, ...bundle });
      const kept = await hub.keep(file);
      if (way === 'full') full.set(change, kept.size);
      if (wanted) cases.push({ name: version, kind, bundle: kept, image });
      await rm(file);
    }
    if (!chosen.peers) continue;
    for (const [name, measure] of Object.entries({ casync, rsync })) {
      const outcome = await measure(scope, folder, images.old, images[change]);
      console.error(`${change} ${name}: ${JSON.stringify(outcome)}`);
      peers.set(`${change} ${name}`, outcome);
    }
  }
  const none = { outcomes: new Map<string, CaseOutcome>(), machine: 'not started' };
  const { outcomes, machine } = cases.length > 0 ? await runCases(scope, prepared, hub, cases) : none;
  return {
    prepared,
    machine,
    outcome: (change, way) => outcomes.get(`${change}-${way}`),
    fullBytes: (change) => full.get(change) ?? Number.NaN,
    peer: (change, name) => peers.get(`${change} ${name}`),
  };
}

export function isWay(name: string): name is Way {
  return name in ways;
}
