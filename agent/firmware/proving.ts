import { type Fault, faultCatalogue } from '../../protocol/index.ts';
import type { FirmwareBaseline } from '../state/index.ts';

/** What was seen of the totem at one moment. */
export interface Evidence {
  /** `null` where this totem has no display of its own. */
  display: { running: boolean; framesRendered: number; pageAnswers: boolean } | null;
  /** Names of the input devices and sensors that work. */
  touch: readonly string[];
  sensors: readonly string[];
  /** The hub accepted a hello since the agent started. */
  hubAccepted: boolean;
  faults: readonly Fault[];
}

/** How the totem was before the update, to be found again after it. */
export function baselineOf(evidence: Evidence): FirmwareBaseline {
  return {
    display: evidence.display !== null,
    touch: [...evidence.touch],
    sensors: [...evidence.sensors],
    faults: severeOf(evidence.faults).map(nameOf),
  };
}

/** What is not as it was, in words for a report; empty where all is well. Pure. */
export function missingOf(baseline: FirmwareBaseline, evidence: Evidence, former: Evidence | null): string[] {
  const { display } = evidence;
  const missing: string[] = [];
  if (baseline.display) {
    const frames = former?.display?.framesRendered ?? display?.framesRendered ?? 0;
    if (!display?.running) missing.push('the display does not render');
    else if (display.framesRendered <= frames) missing.push('the display shows no new frames');
    if (!display?.pageAnswers) missing.push('the page does not answer');
  }
  for (const name of baseline.touch) {
    if (!evidence.touch.includes(name)) missing.push(`the input device ${name} is gone`);
  }
  for (const name of baseline.sensors) {
    if (!evidence.sensors.includes(name)) missing.push(`the sensor ${name} is gone`);
  }
  if (!evidence.hubAccepted) missing.push('the hub did not accept a hello');
  return [...missing, ...newFaults(baseline, evidence)];
}

/**
 * Faults of severity error or worse that were not there before the update; those of the update do not count. Nor do many
 * starts of the agent: the restarts of updates and cuts of the power are among them, and those of the trial are counted.
 */
function newFaults(baseline: FirmwareBaseline, evidence: Evidence): string[] {
  return severeOf(evidence.faults)
    .filter((fault) => !baseline.faults.includes(nameOf(fault)))
    .map((fault) => `fault ${nameOf(fault)}: ${fault.message}`);
}

function severeOf(faults: readonly Fault[]): Fault[] {
  return faults.filter(({ code }) => {
    const { severity } = faultCatalogue[code];
    return (severity === 'error' || severity === 'critical') && !isOfUpdates(code);
  });
}

function isOfUpdates(code: string): boolean {
  return code.startsWith('firmware.') || code === 'agent.restarting';
}

function nameOf({ code, part }: Fault): string {
  return part === '' ? code : `${code} (${part})`;
}

export interface ProvingOptions {
  baseline: FirmwareBaseline;
  /** Seconds since the boot by which everything has to be as it was. */
  withinSeconds: number;
  /** Seconds for which it then has to stay so. */
  soakSeconds: number;
  evidence(): Evidence;
  clock: ProvingClock;
  signal: AbortSignal;
}

export interface ProvingClock {
  /** Seconds since the board was started: it does not jump, and goes on when the agent is started again. */
  uptime(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export type ProvingVerdict =
  | { outcome: 'well' }
  | { outcome: 'unwell'; reason: string }
  | { outcome: 'stopped' };

/** Milliseconds between two looks. Frames come several times in it even at one frame a second. */
const interval = 2000;

/**
 * Watches until everything is as it was, and for the soak time after that. A fault that comes in the soak time
 * ends it badly at once; whatever else goes missing in it has to come back, and the soak begins anew. Silence
 * counts as failure: there is an end to all of it.
 */
export async function prove(options: ProvingOptions): Promise<ProvingVerdict> {
  const { baseline, clock, signal, soakSeconds } = options;
  const end = options.withinSeconds + soakSeconds;
  let former: Evidence | null = null;
  let wellSince: number | null = null;
  for (;;) {
    const evidence = options.evidence();
    const missing = missingOf(baseline, evidence, former);
    const now = clock.uptime();
    if (missing.length === 0) {
      // The first look has nothing to compare its frames with.
      if (former) wellSince ??= now;
      if (wellSince !== null && now - wellSince >= soakSeconds) return { outcome: 'well' };
    } else {
      const [fault] = newFaults(baseline, evidence);
      if (wellSince !== null && fault) return { outcome: 'unwell', reason: fault };
      wellSince = null;
    }
    if (now >= end || (wellSince === null && now >= end - soakSeconds && missing.length > 0)) {
      return { outcome: 'unwell', reason: missing.join('; ') || 'it was not well for long enough' };
    }
    former = evidence;
    await clock.sleep(interval, signal);
    if (signal.aborted) return { outcome: 'stopped' };
  }
}
