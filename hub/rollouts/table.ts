import type { RolloutState, RolloutTotemState } from '../../protocol/index.ts';

/** What can happen to a rollout. */
export type RolloutEvent =
  /** Enough of the phase's totems succeeded. */
  | 'pass'
  /** The soak is over and there is another phase. */
  | 'next'
  /** The soak of the last phase is over and every totem has its outcome. */
  | 'finish'
  /** Too many failed: the hub pauses by itself. */
  | 'halt'
  | 'pause'
  | 'resume'
  | 'abort'
  /** No totem is on its way any more. */
  | 'settled';

/** `state, event -> next state`; what is not here does not happen. */
export const rolloutTable: Readonly<
  Record<RolloutState, Readonly<Partial<Record<RolloutEvent, RolloutState>>>>
> = {
  running: { pass: 'soaking', halt: 'paused', pause: 'paused', abort: 'aborting' },
  soaking: {
    next: 'running',
    finish: 'finished',
    halt: 'paused',
    pause: 'paused',
    abort: 'aborting',
  },
  paused: { resume: 'running', abort: 'aborting' },
  aborting: { settled: 'aborted' },
  aborted: {},
  finished: {},
};

/** What can happen to a totem in a rollout. */
export type TotemEvent =
  /** It is told of the artifact. */
  | 'offer'
  /** It says that it runs or shows it. */
  | 'confirm'
  /** It says that it failed, and is not asked again. */
  | 'fail'
  /** It says that it failed, and is asked again after a pause. */
  | 'retry'
  /** The deadline passed without either. */
  | 'expire'
  /** It says that it does not run or show it any more. */
  | 'regress'
  /** It is out: the rollout was aborted before its turn, or it left the fleet or for another rollout. */
  | 'skip'
  /** An admin wants it asked once more. */
  | 'again';

export const totemTable: Readonly<
  Record<RolloutTotemState, Readonly<Partial<Record<TotemEvent, RolloutTotemState>>>>
> = {
  waiting: { offer: 'offered', skip: 'skipped' },
  offered: {
    confirm: 'succeeded',
    fail: 'failed',
    retry: 'retrying',
    expire: 'silent',
    skip: 'skipped',
  },
  retrying: { offer: 'offered', confirm: 'succeeded', skip: 'skipped' },
  succeeded: { regress: 'failed' },
  failed: { again: 'waiting' },
  silent: { again: 'waiting' },
  skipped: {},
};
