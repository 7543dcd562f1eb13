import {
  type DesiredFirmware,
  FirmwareVersionName,
  type ReportedFirmware,
  validatorOf,
} from '../../protocol/index.ts';
import { isUnanswered } from '../reconcile/index.ts';
import type { FirmwareRecord } from '../state/index.ts';
import type { Waits } from './conditions.ts';
import type { RaucState, RaucStatus } from './rauc/index.ts';
import { pairOf } from './slots.ts';

const readVersionName = validatorOf(FirmwareVersionName);

export interface Reportable {
  record: FirmwareRecord;
  wanted: DesiredFirmware | null;
  /** RAUC as it was seen last. */
  status: RaucStatus | null;
  waits: Waits;
  /** Share of the step that goes on. */
  progress: number;
  problem: ReportedFirmware['problem'];
  service: RaucState;
}

/**
 * What the hub is told. A wish is told as offered from the moment at which it is known: a report that names its
 * revision beside the outcome of an older one would be taken for the answer to it. Pure.
 */
export function reportFirmware({
  record,
  wanted,
  status,
  waits,
  progress,
  problem,
  service,
}: Reportable): ReportedFirmware {
  const pair = status ? pairOf(status) : null;
  const other = pair?.ok ? pair.value.other : null;
  const common = {
    service,
    compatible: status?.compatible ?? null,
    booted: record.running,
    other: other && { slot: other.name, version: versionName(other.version), boot: other.boot },
    transfer: record.transfer,
  };
  if (isUnanswered(wanted, record)) {
    const waiting = status ? [] : (['service'] as const);
    return {
      ...common,
      state: 'offered',
      target: targetOf(wanted),
      progress: 0,
      waiting: [...waiting],
      problem,
    };
  }
  const { state, target, rejected } = record;
  const about = state === 'failed' ? rejected : target;
  return {
    ...common,
    state,
    target: about && targetOf(about),
    progress,
    waiting: waitingOf(record, waits),
    problem,
  };
}

function waitingOf({ state, fetched, streams }: FirmwareRecord, waits: Waits): ReportedFirmware['waiting'] {
  if (state === 'installed') return waits.reboot;
  if (state !== 'waiting') return [];
  return fetched || streams ? waits.install : waits.fetch;
}

function targetOf({ version, bundle, attempt }: DesiredFirmware): ReportedFirmware['target'] {
  return { version, sha256: bundle.sha256, attempt };
}

/** A version that somebody wrote into a slot by hand may have any form. */
export function versionName(version: string | null | undefined): string | null {
  const checked = readVersionName(version);
  return checked.ok ? checked.value : null;
}
