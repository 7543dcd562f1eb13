import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atMost, type Outcome, quantile } from '../report.ts';
import { Scope } from '../scene.ts';
import { asked, enough, type Frames, measureFrames } from './frames.ts';
import { megabytes } from './prepare.ts';
import { changes, isWay, measureWire, type Way, type Wire, ways } from './wire.ts';

/** What can be measured alone: frames, one change, one way of bringing it, or casync and rsync. */
export const parts: readonly string[] = ['frames', ...changes, ...Object.keys(ways), 'peers'];

/**
 * Bytes and time of an update of the root, and frames that an installation costs the screen.
 *
 * @param only names of `parts`; all where none is given. Ways without a change are measured with each, and a change
 * without a way by each.
 */
export async function firmware(only: readonly string[]): Promise<Outcome> {
  const unknown = only.find((name) => !parts.includes(name));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${parts.join(', ')}`);
  const [all, peers] = [only.length === 0, only.includes('peers')];
  const named = changes.filter((change) => only.includes(change));
  const chosen = {
    changes: named.length > 0 ? named : changes,
    ways: Object.keys(ways).filter(isWay),
    peers: all || peers,
  };
  if (peers || only.some(isWay)) chosen.ways = chosen.ways.filter((way) => only.includes(way));
  else chosen.peers = true;
  const outcomes: Outcome[] = [];
  if (all || only.some((name) => name !== 'frames'))
    outcomes.push(ofWire(await inScope((scope) => measureWire(scope, chosen))));
  if (all || only.includes('frames')) outcomes.push(ofFrames(await inScope(framesAlone)));
  return merged(outcomes);
}

function merged(outcomes: Outcome[]): Outcome {
  return {
    figures: Object.assign({}, ...outcomes.map(({ figures }) => figures)),
    aims: Object.assign({}, ...outcomes.map(({ aims }) => aims)),
    table: {
      columns: [
        'what',
        'way',
        'on the line, MB',
        '% of full',
        'counted by the hub, MB',
        'read by nbd, MB',
        'fetch, s',
        'install, s',
      ],
      rows: outcomes.flatMap(({ table }) => table.rows),
    },
    notes: outcomes.flatMap(({ notes }) => notes),
  };
}

async function inScope<Value>(work: (scope: Scope) => Promise<Value>): Promise<Value> {
  const scope = new Scope();
  try {
    return await work(scope);
  } finally {
    await scope.end();
  }
}

async function framesAlone(scope: Scope) {
  const folder = await mkdtemp(join(tmpdir(), 'totem-frames-'));
  scope.teardown(() => rm(folder, { recursive: true, force: true }));
  return measureFrames(scope, folder);
}

const wayNames: Record<Way, string> = {
  full: 'download, cut in the middle and resumed',
  streaming: 'streaming',
  adaptive: 'streaming, adaptive (blocks of 128 KiB)',
  adaptive_16k: 'streaming, adaptive (blocks of 16 KiB)',
};

function ofWire({ prepared, machine, outcome, fullBytes, peer }: Wire): Outcome {
  const figures: Record<string, number> = { root_mb: megabytes(prepared.rootBytes) };
  const rows: (string | number)[][] = [];
  const aims: Outcome['aims'] = {};
  for (const change of changes) {
    const full = fullBytes(change);
    for (const way of Object.keys(wayNames).filter(isWay)) {
      const one = outcome(change, way);
      if (!one) continue;
      const { served, passed, block, fetchSeconds, installSeconds } = one;
      const percent = (passed / full) * 100;
      figures[`${way}_${change}_mb`] = passed / 1e6;
      figures[`${way}_${change}_seconds`] = fetchSeconds + installSeconds;
      if (way !== 'full') figures[`${way}_percent_of_full_${change}_change`] = percent;
      const streams = way !== 'full';
      rows.push([
        change,
        wayNames[way],
        passed / 1e6,
        percent,
        served / 1e6,
        streams ? block / 1e6 : '–',
        streams ? '–' : fetchSeconds,
        installSeconds,
      ]);
    }
    for (const name of ['casync', 'rsync'] as const) {
      const one = peer(change, name);
      if (!one) continue;
      const { bytes, seconds } = one;
      figures[`${name}_${change}_mb`] = bytes / 1e6;
      rows.push([
        change,
        `${name} (here, not in the machine)`,
        bytes / 1e6,
        (bytes / full) * 100,
        '–',
        '–',
        '–',
        seconds,
      ]);
    }
    const best = `adaptive_percent_of_full_${change}_change`;
    const reached = figures[best];
    if (reached !== undefined) aims[best] = atMost(reached, change === 'agent' ? 10 : 25);
  }
  return {
    figures,
    aims,
    table: { columns: [], rows },
    notes: [
      ...prepared.notes,
      `RAUC's rows: real installations in an emulated machine (QEMU, TCG, 2 processors; Linux and RAUC: ${machine}), bundle from the hub's artifact process over mutual TLS; the seconds are those of an emulated processor without any limit of the line, and compare with each other only`,
      '"on the line" is what passed on the connections to the artifact process, both ways, with TLS and without the headers of TCP and IP; the hub counts what it read of the file, also when the connection then breaks; "read by nbd" is what a totem reports; "full" is the size of the bundle',
      'both slots hold the old root, and no hash index was there: an adaptive installation first makes it of both',
      'every slot was compared with its image after the installation',
      'casync: chunks and index over HTTP with the old image as seed; rsync: from a daemon, compressed, in place, counted both ways; their results were compared too',
    ],
  };
}

function ofFrames({ alone, installing }: { alone: Frames; installing: Frames }): Outcome {
  const rows = Object.entries({
    'screen, nothing else': alone,
    'screen, while rauc installs': installing,
  }).map(([what, { perSecond, lost }]) => [
    what,
    `frames/s: median ${quantile(perSecond, 0.5).toFixed(1)}, least ${Math.min(...perSecond).toFixed(1)}; lost ${lost}`,
    ...Array.from({ length: 6 }, () => '–'),
  ]);
  const figures = {
    frames_median: quantile(installing.perSecond, 0.5),
    frames_least: Math.min(...installing.perSecond),
    frames_lost: installing.lost,
    frames_median_alone: quantile(alone.perSecond, 0.5),
    frames_least_alone: Math.min(...alone.perSecond),
    frames_lost_alone: alone.lost,
    frames_installations: installing.installations,
  };
  return {
    figures,
    aims: { frames_lost: atMost(figures.frames_lost, 0) },
    table: { columns: [], rows },
    notes: [
      `screen of 360 × 640 at ${asked} frames/s in software, the sink's counter each second over ${installing.perSecond.length} s; lost is what a second has less than ${enough}`,
      `${installing.installations} installations of a plain bundle of 268 MB one after the other, by a RAUC with nice 15 and the idle class of the disk; the weights of cgroups (CPUWeight, IOWeight, MemoryHigh) were not in force`,
    ],
  };
}
