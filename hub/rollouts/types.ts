import type {
  ContentRelease,
  DesiredState,
  Firmware,
  ReleaseId,
  Result,
  Rollout,
  RolloutAction,
  RolloutDetail,
  RolloutRequest,
  Sha256,
} from '../../protocol/index.ts';

/** A release and the artifact that holds its signed manifest. */
export type ContentTarget = NonNullable<DesiredState['content']>;

/** What can be rolled out. */
export interface Artifacts {
  content(release: ReleaseId): (ContentTarget & Pick<ContentRelease, 'title'>) | undefined;
  firmware(sha256: Sha256): Firmware | undefined;
  /** Whether a firmware that is kept may still be given to totems. */
  vouch(sha256: Sha256): Promise<Result<null>>;
}

/** One engine for content and firmware: who gets what, when, and whether to go on. */
export interface Rollouts {
  /**
   * Starts a rollout. `not_found` where the artifact is not here, `conflict` where none of its totems can take it
   * or some are in another one of its kind, `invalid` for a plan that does not reach all.
   *
   * @param who name of the user
   */
  create(request: RolloutRequest, who: string): Promise<Result<Rollout>>;
  /** Gives groups a release at once and for good, as one phase that waits for nothing. */
  assignAtOnce(groups: readonly string[], release: ReleaseId, who: string): Promise<void>;
  /** `not_found`, or `conflict` where the state does not allow it. */
  act(id: number, action: RolloutAction, who: string): Promise<Result<Rollout>>;
  /** Newest first. */
  list(): Rollout[];
  detail(id: number): RolloutDetail | undefined;
  onRollout(listener: (rollout: Rollout) => void): () => void;
  /** Does what is due now. Called by itself every second while a rollout goes on. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}
