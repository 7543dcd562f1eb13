import type { DesiredState, Envelope, TotemConfiguration } from '../../protocol/index.ts';
import type { ContentRecord, ReleaseReference } from '../state/index.ts';

/** One map from each action to its arguments; the union of steps and the executors derive from it. */
export interface StepArguments {
  acceptKeyRing: { envelope: Envelope };
  applyConfiguration: { configuration: TotemConfiguration };
  repairContent: { release: string };
  fetchContent: { target: ReleaseReference };
  activateContent: { release: string };
  proveContent: { release: string };
  rollBackContent: { release: string };
  /** Ends an operation that has no object any more. */
  settleContent: Record<never, never>;
}
export type StepAction = keyof StepArguments;
export type Step = { [Action in StepAction]: { action: Action } & StepArguments[Action] }[StepAction];

/** What is, as far as the planner needs to know. */
export interface ActualState {
  /** Payload of the key ring envelope that was dealt with last, accepted or not. */
  keyRingHandled: string | null;
  configuration: TotemConfiguration | null;
  content: ContentRecord;
  /** Damaged files of the active release. */
  damaged: number;
}

/**
 * The steps from what is to what should be, in order. Pure. Only the first is carried out before planning
 * again, so a step that turns out otherwise than foreseen is no special case.
 */
export function plan(desired: DesiredState | null, actual: ActualState): Step[] {
  const steps: Step[] = [];
  if (desired?.keyRing && desired.keyRing.payload !== actual.keyRingHandled) {
    steps.push({ action: 'acceptKeyRing', envelope: desired.keyRing });
  }
  if (desired && !isEqual(desired.configuration, actual.configuration)) {
    steps.push({ action: 'applyConfiguration', configuration: desired.configuration });
  }
  return [...steps, ...planContent(desired?.content ?? null, actual.content, actual.damaged)];
}

/** Without a desired release the totem goes on showing what it has. */
function planContent(wanted: ReleaseReference | null, content: ContentRecord, damaged: number): Step[] {
  const { state, active, target, rejected } = content;
  if (state === 'proving') return active ? [{ action: 'proveContent', release: active.release }] : [];
  if (state === 'rolling_back') return active ? [{ action: 'rollBackContent', release: active.release }] : [];

  const steps: Step[] = [];
  if (damaged > 0 && active) steps.push({ action: 'repairContent', release: active.release });
  const nothingToDo = !wanted || same(wanted, active) || same(wanted, rejected);
  if (nothingToDo) {
    const settled = state === 'idle' || (state === 'failed' && same(wanted, rejected));
    if (!settled) steps.push({ action: 'settleContent' });
    return steps;
  }
  const { release } = wanted;
  const isTarget = same(wanted, target);
  if (!(isTarget && (state === 'verified' || state === 'activating'))) {
    steps.push({ action: 'fetchContent', target: wanted });
  }
  steps.push({ action: 'activateContent', release }, { action: 'proveContent', release });
  return steps;
}

function same(one: ReleaseReference | null, other: ReleaseReference | null): boolean {
  return (
    one !== null &&
    other !== null &&
    one.release === other.release &&
    one.manifest.sha256 === other.manifest.sha256
  );
}

function isEqual(one: TotemConfiguration, other: TotemConfiguration | null): boolean {
  if (!other) return false;
  const keys = ['language', 'idleSeconds', 'warningSeconds', 'heartbeatSeconds'] as const;
  return keys.every((key) => one[key] === other[key]);
}
