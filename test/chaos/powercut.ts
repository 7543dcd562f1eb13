import { setTimeout as pause } from 'node:timers/promises';
import type { ReportedFirmware } from '../../protocol/index.ts';
import { sharedOwner } from '../harness/owner.ts';
import {
  type FirmwareName,
  firmware,
  type Machine,
  openStand,
  patience,
  prepareKit,
  type Stand,
  settle,
  startedLast,
  type Truth,
} from '../reboots/index.ts';
import { type Chance, createChance } from './chance.ts';
import type { ChaosOptions, Outcome } from './report.ts';

/** A moment of an update at which the power is taken away. */
interface Moment {
  name: string;
  /** What is installed; where nothing is said, the one of the two good ones that does not run. */
  firmware?: FirmwareName;
  /** What the serial console says when it has come. */
  sign(next: Truth): RegExp;
  /** Longest pause after it before the cut, in milliseconds: the moment lasts. */
  within: number;
}

const reached = (state: ReportedFirmware['state']) => () => new RegExp(`"to":"${state}"`);

/** Those first in which most is half done: a short run has them too. */
const moments: readonly Moment[] = [
  { name: 'rolling_back', firmware: 'unreachable', sign: reached('rolling_back'), within: 2000 },
  { name: 'installing', sign: reached('installing'), within: 90_000 },
  {
    name: 'booting',
    sign: ({ slot, version }) => new RegExp(`REBOOTS begins rauc\\.slot=${slot} version=${version}`),
    within: 10_000,
  },
  { name: 'proving', sign: reached('proving'), within: 5000 },
  { name: 'rebooting', sign: reached('rebooting'), within: 3000 },
  { name: 'installed', sign: reached('installed'), within: 500 },
  { name: 'fetching', sign: reached('fetching'), within: 15_000 },
  { name: 'confirmed', sign: reached('confirmed'), within: 500 },
  { name: 'waiting', sign: reached('waiting'), within: 200 },
  { name: 'offered', sign: reached('offered'), within: 200 },
];

/**
 * Updates a totem that is a whole machine again and again, and takes its power away in the middle: once in each state,
 * or each that `scenario` names, then at moments of the seed's choice among them. In the end it has to run, and what the
 * hub shows of it has to be so.
 */
export async function powercut(options: ChaosOptions): Promise<Outcome> {
  const { seed, cycles, scenario, package: given, stop } = options;
  const chosen = moments.filter(({ name }) => scenario.length === 0 || scenario.includes(name));
  if (chosen.length === 0) throw new Error(`the moments are ${moments.map(({ name }) => name).join(', ')}`);
  const owner = sharedOwner();
  const chance = createChance(seed);
  const from = performance.now();
  const tried: Record<string, number> = { cycles: 0 };
  const ended: Record<string, number> = {};
  const lost = { dead_totems: 0, untrue_reports: 0, wrong_ends: 0 };
  const notes: string[] = [];
  const say = (text: string) =>
    console.log(`${String(Math.round((performance.now() - from) / 1000)).padStart(6)} s  ${text}`);
  const count = (cycle: number, { name }: Moment) => {
    tried.cycles = cycle + 1;
    tried[name] = (tried[name] ?? 0) + 1;
  };
  try {
    const stand = await openStand(owner, await prepareKit(given, say));
    for (const name of ['factory', 'good', 'unreachable'] as const) await stand.add(stand.kit.bundle(name));
    let machine = await stand.start();
    stop.addEventListener('abort', () => void machine.cut());
    await settle(stand, machine, patience.boot);
    for (let cycle = 0; cycle < cycles && !stop.aborted; cycle += 1) {
      const moment = chosen[cycle] ?? chance.one(chosen);
      try {
        const cut = await cutIn(moment, { stand, machine, chance, say });
        machine = cut.machine;
        const lies = await settle(stand, machine, patience.whole, cut.version);
        if (stop.aborted) break;
        count(cycle, moment);
        const reported = await stand.reported();
        const said = reported?.problem ? `: ${reported.problem.message}` : '';
        say(`runs ${reported?.booted?.version} in ${reported?.booted?.slot}, ${reported?.state}${said}`);
        const end = `updates_${reported?.state}`;
        ended[end] = (ended[end] ?? 0) + 1;
        // Wherever the power was cut: what is well comes to stay, and what is not is left.
        const expected = moment.firmware === undefined ? 'confirmed' : 'failed';
        if (reported?.state !== expected) {
          lost.wrong_ends += 1;
          notes.push(`cycle ${cycle + 1}, power cut while ${moment.name}: ${reported?.state}${said}`);
        }
        if (lies.length === 0) continue;
        lost.untrue_reports += 1;
        notes.push(`cycle ${cycle + 1}, power cut while ${moment.name}: ${lies.join('; ')}`);
      } catch (error) {
        // Whoever ends the run takes the power away for good.
        if (stop.aborted) break;
        count(cycle, moment);
        lost.dead_totems += 1;
        notes.push(`cycle ${cycle + 1}, power cut while ${moment.name}: ${String(error)}`);
        break;
      }
    }
    const minutes = Math.round((performance.now() - from) / 6000) / 10;
    return { tried, lost, figures: { ...ended, minutes }, notes };
  } finally {
    await owner.end();
  }
}

/** Begins an update, takes the power away in the moment, and turns it on again. */
async function cutIn(
  moment: Moment,
  {
    stand,
    machine,
    chance,
    say,
  }: { stand: Stand; machine: Machine; chance: Chance; say: (text: string) => void },
): Promise<{ machine: Machine; version: string }> {
  const now = startedLast(machine);
  if (!now) throw new Error('nobody knows what runs');
  const otherGood = now.version === firmware.good.version ? 'factory' : 'good';
  const { version } = firmware[moment.firmware ?? otherGood];
  const lines = machine.console.length;
  await stand.rollOut(version);
  const sign = moment.sign({ slot: now.slot === 'A' ? 'B' : 'A', version });
  await machine.waitFor(sign, patience.whole, lines);
  const after = Math.round(chance.between(0, moment.within));
  await pause(after);
  await machine.cut();
  say(`cut the power ${after} ms after ${moment.name}, on the way from ${now.version} to ${version}`);
  return { machine: await stand.start(), version };
}
