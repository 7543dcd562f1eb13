import { randomUUID } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CallPictureStored } from '../../protocol/calls/index.ts';
import { validatorOf } from '../../protocol/index.ts';
import { newOperator, startHubWithOffice } from '../harness/calling-hub.ts';
import { newToken, startHub, type TestHub } from '../harness/hub.ts';
import { type Owner, sharedOwner } from '../harness/owner.ts';
import { enrolTotem, type RawTotem } from '../harness/totem.ts';
import { until } from '../harness/until.ts';
import { socketLine, totemLine } from './call-line.ts';
import { citizen, operator, type Told } from './call-parties.ts';
import { type Chance, createChance } from './chance.ts';
import type { ChaosOptions, Outcome } from './report.ts';

const readStored = validatorOf(CallPictureStored);
const operators = 6;
const totems = 2;
/** A busy machine takes its time to start a hub. */
const startWithinMs = 300_000;
/** Calls at once. */
const together = 20;
/** Times short enough for hundreds of calls in a few minutes. */
const yaml = `trustedProxies: ["127.0.0.1"]
calls:
  loopback: true
  ringSeconds: 2
  connectSeconds: 4
  graceSeconds: 8
  callbackSeconds: 6
  asksInTenMinutes: 1000
`;

/**
 * Hundreds of calls between scripted citizens and operators and a real hub, with cables pulled, people who vanish,
 * messages that come twice or make no sense, and the hub killed with -9. In the end nothing is left of any call
 * but its one row.
 */
export async function call(options: ChaosOptions): Promise<Outcome> {
  const owner = sharedOwner();
  try {
    return await run(owner, options);
  } finally {
    await owner.end();
  }
}

async function run(owner: Owner, { seed, calls: wanted, cycles }: ChaosOptions): Promise<Outcome> {
  const chance = createChance(seed);
  const counts = new Map<string, number>();
  const did = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  let hub = await startHubWithOffice(owner, { yaml, startWithinMs });
  const { ports, data } = hub;
  const root = hub.urls.http;
  const desks = [];
  for (let number = 1; number <= operators; number += 1) {
    const token = await newOperator(hub, `operator-${number}`);
    const headers = { authorization: `Bearer ${token}` };
    const address = `${root.replace('http', 'ws')}/api/v1/calls/desk`;
    const upload = (id: string) => uploaded(root, token, id, chance);
    desks.push(operator((line) => socketLine(address, headers, line), { chance, did, upload }));
  }
  const stations: Station[] = [];
  for (let number = 1; number <= totems; number += 1) {
    const totem = await enrolTotem(owner, await newToken(hub, { name: `Totem ${number}` }));
    const client = await totem.connect(async () => ({ value: null }));
    client.on('error', () => undefined);
    stations.push({ totem, client });
  }
  const before = await weightOf(data);

  const ends: Told[] = [];
  const ended = (end: Told) => {
    ends.push(end);
    if (ends.length % 50 === 0) console.error(`${ends.length} of ${wanted} calls`);
  };
  let begun = 0;
  const portal = async () => {
    while (begun < wanted) {
      begun += 1;
      did('calls from the portal');
      const visit = `${root.replace('http', 'ws')}/api/v1/calls/visit?visit=${randomUUID()}`;
      // Each visitor has an address of their own, as behind a proxy.
      const headers = { 'x-forwarded-for': `203.0.113.${begun % 250}, 198.51.100.${begun % 250}` };
      ended(await citizen((line) => socketLine(visit, headers, line), { chance, did }));
    }
  };
  const atTotem = async ({ totem, client }: Station) => {
    while (begun < wanted) {
      begun += 1;
      did('calls from a totem');
      ended(await citizen((line) => totemLine(totem, client, line), { chance, did }));
    }
  };
  let going = true;
  const killer = async () => {
    // A hub that dies is back at once, on its ports: what matters is what it finds.
    for (let kill = 1; kill <= cycles && going; kill += 1) {
      const at = Math.floor((wanted * kill) / (cycles + 1));
      await until('enough calls', () => !going || ends.length >= at, 3_600_000);
      if (!going) return;
      await hub.kill('SIGKILL');
      console.error('the hub was killed');
      did('hubs killed with -9');
      hub = await startHub(owner, { data, environment: ports, startWithinMs });
    }
  };
  const killing = killer();
  await Promise.all([...Array.from({ length: together }, portal), ...stations.map(atTotem)]);
  going = false;
  await killing;
  for (const desk of desks) await desk.home();
  for (const { client } of stations) await client.endAsync(true);

  return judged(hub, ends, counts, before);
}

/** Waits until time has ended what people left behind, and counts what is there that should not be. */
async function judged(
  hub: TestHub,
  ends: readonly Told[],
  counts: ReadonlyMap<string, number>,
  before: Weight,
): Promise<Outcome> {
  const notes: string[] = [];
  const database = new Database(join(hub.data, 'hub.sqlite'), { readonly: true });
  const rows = () =>
    database.prepare<[], { id: string; outcome: string | null }>('select id, outcome from calls').all();
  const living = () => rows().filter(({ outcome }) => outcome === null).length;
  await until('time to end every call', () => living() === 0, 60_000).catch(() => undefined);
  const pictures = async () => (await readdir(join(hub.data, 'calls', 'pictures'))).length;
  await until('pictures to go', async () => (await pictures()) === 0, 10_000).catch(() => undefined);
  const kept = new Map(rows().map(({ id, outcome }) => [id, outcome]));
  const stuck = ends.filter(({ outcome }) => outcome === 'stuck');
  const denied = ends.filter(({ outcome }) => outcome === 'refused');
  const missing = ends.filter(({ call: id, accepted }) => accepted && !kept.has(id));
  const silent = new Set(['unknown', 'refused', 'stuck']);
  const wrong = ends.filter(({ call: id, outcome }) => !silent.has(outcome) && kept.get(id) !== outcome);
  for (const { call: id, last } of [...stuck, ...denied].slice(0, 5)) {
    notes.push(`call ${id} heard ${last} last; it is kept as ${kept.get(id)}`);
  }
  for (const { call: id, outcome } of wrong.slice(0, 5)) {
    notes.push(`call ${id} was told to have ended as ${outcome}, and is kept as ${kept.get(id)}`);
  }
  const stillLiving = living();
  const left = await pictures();
  database.close();
  const after = await until(
    'sockets to close',
    async () => {
      const weight = await weightOf(hub.data);
      return weight.sockets <= before.sockets && weight;
    },
    15_000,
  ).catch(() => weightOf(hub.data));
  const failed = ends.filter(({ call: id }) => kept.get(id) === 'failed');
  const causes = Map.groupBy(failed, ({ cause }) => `failed: the citizen ${cause ?? 'did nothing wrong'}`);
  const outcomes = Map.groupBy(kept.values(), (outcome) => `calls that ended as ${outcome}`);
  return {
    tried: { calls: ends.length, ...Object.fromEntries([...counts].sort()) },
    lost: {
      'citizens who were left without an answer': stuck.length,
      'citizens who were told that there is no such office': denied.length,
      'calls that were accepted and forgotten': missing.length,
      'calls kept otherwise than told': wrong.length,
      'queue entries left': stillLiving,
      'pictures left': left,
      'sockets left': Math.max(0, after.sockets - before.sockets),
      'processes left': Math.max(0, after.processes - before.processes),
    },
    figures: {
      ...Object.fromEntries([...outcomes, ...causes].map(([name, list]) => [name, list.length])),
      'hub memory before, MB': before.megabytes,
      'hub memory after, MB': after.megabytes,
    },
    notes,
  };
}

/** A picture that is as large as a page, and different each time. */
async function uploaded(
  root: string,
  token: string,
  id: string,
  chance: Chance,
): Promise<string | undefined> {
  const picture = Buffer.alloc(100_000);
  Buffer.from('89504e470d0a1a0a0000000d494844520000032000000258', 'hex').copy(picture);
  chance.bytes(64).copy(picture, 40);
  const answer = await fetch(`${root}/api/v1/calls/${id}/pictures`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'image/png' },
    body: picture,
  });
  const stored = readStored(await answer.json());
  return stored.ok ? stored.value.sha256 : undefined;
}

interface Station {
  totem: RawTotem;
  client: Awaited<ReturnType<RawTotem['connect']>>;
}

interface Weight {
  megabytes: number;
  sockets: number;
  processes: number;
}

/** What the hub on this folder weighs, from proc(5); its processes have it in their environment. */
async function weightOf(data: string): Promise<Weight> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const weight: Weight = { megabytes: 0, sockets: 0, processes: 0 };
  for (const pid of pids) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (!environment.split('\0').includes(`TOTEM_DATA=${data}`)) continue;
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    weight.processes += 1;
    weight.megabytes += Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
    weight.sockets += await establishedOf(pid);
  }
  return weight;
}

/** TCP connections of a process that are up: state 01 of proc(5)'s net/tcp, by the inodes it holds. */
async function establishedOf(pid: string): Promise<number> {
  const names = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const held = new Set<string>();
  for (const name of names) {
    const inode = /^socket:\[(\d+)\]$/.exec(await readlink(`/proc/${pid}/fd/${name}`).catch(() => ''))?.[1];
    if (inode) held.add(inode);
  }
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((table) => readFile(`/proc/${pid}/net/${table}`, 'utf8').catch(() => '')),
  );
  const lines = tables
    .join('\n')
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return lines.filter((fields) => fields[3] === '01' && held.has(fields[9] ?? '')).length;
}
