import type { ReportedFirmware } from '../../protocol/index.ts';
import { until } from '../harness/until.ts';
import type { Machine } from './machine.ts';
import { patience, type Stand } from './stand.ts';

/** What a totem runs: as itself, its hub and its boot loader have it. */
export interface Truth {
  slot: string;
  version: string;
}

const started = /REBOOTS started rauc\.slot=([AB]) version=(\S+)/;

/** What the serial console said of the last start. */
export function startedLast({ console }: Machine): Truth | null {
  const [, slot = '', version = ''] =
    console.map((line) => started.exec(line)).findLast((found) => found !== null) ?? [];
  return slot === '' ? null : { slot, version };
}

/** Where the report is not what the console and the boot loader's variables say, the differences; empty where it is true. */
export function liesOf(
  reported: ReportedFirmware | null,
  truth: Truth | null,
  variables: Readonly<Record<string, string>>,
): string[] {
  if (!reported?.booted || !truth) return ['nobody says what runs'];
  const other = truth.slot === 'A' ? 'B' : 'A';
  const rows: [string, unknown, unknown][] = [
    ['slot', reported.booted.slot, truth.slot === 'A' ? 'rootfs.0' : 'rootfs.1'],
    ['version', reported.booted.version, truth.version],
    ['first of the boot loader’s order', variables.ORDER?.split(' ')[0], truth.slot],
    ['good for the boot loader', variables[`${truth.slot}_OK`], '1'],
    ['attempts on the boot loader’s count', variables[`${truth.slot}_TRY`], '0'],
    ['boot state of the other slot', reported.other?.boot, variables[`${other}_OK`] === '1' ? 'good' : 'bad'],
  ];
  return rows.flatMap(([what, told, is]) => (told === is ? [] : [`${what}: ${told} was told, ${is} is so`]));
}

/**
 * Whether an update is at its end, one way or the other. What the hub shows may be from before the power was cut, so
 * where a version was wanted the report has to be about that one.
 */
function isSettled(reported: ReportedFirmware | null, wanted: string | undefined): boolean {
  if (!reported || !['idle', 'confirmed', 'failed'].includes(reported.state)) return false;
  if (wanted === undefined) return true;
  return reported.state !== 'idle' && reported.target?.version === wanted;
}

/**
 * Waits until the totem is at the hub and its update at its end, and looks whether the report is true.
 *
 * @returns what is not true of it; empty where all is
 */
export async function settle(
  stand: Stand,
  machine: Machine,
  withinMs: number,
  wanted?: string,
): Promise<string[]> {
  await until(
    'the update to come to its end',
    async () => {
      if (!machine.running)
        throw new Error(`the machine went off:\n${machine.console.slice(-20).join('\n')}`);
      const { online, reported } = await stand.state();
      return online && isSettled(reported?.firmware ?? null, wanted);
    },
    withinMs,
  );
  let lies: string[] = [];
  const look = async () => {
    try {
      lies = liesOf(await stand.reported(), startedLast(machine), await stand.bootVariables());
    } catch (error) {
      // The totem may be writing the boot loader's variables right now.
      lies = [String(error)];
    }
    return lies.length === 0;
  };
  return until('a true report', look, patience.report).then(
    () => [],
    () => lies,
  );
}
