import type { Logger } from 'pino';
import type { Result, TotemEvent } from '../../protocol/index.ts';
import type { ArtifactSource } from '../artifacts/index.ts';
import type { Faults } from '../health/faults.ts';
import type { ContentRecord, ReleaseReference, State } from '../state/index.ts';
import type { Proof } from './proof.ts';
import type { ShownContent } from './screen.ts';

/** The releases on this totem. Each operation is safe to repeat and is called by one runner only. */
export interface Content {
  shown(): ShownContent | null;
  /** What is to be repaired before the active release can be shown as it should: damaged files, for one. */
  damaged(): number;
  /** Why the operation failed, or why its step is to be tried again. */
  problem(): ContentRecord['problem'];
  /** Share of the target's bytes that are here. */
  progress(): number;
  fetch(target: ReleaseReference, signal: AbortSignal): Promise<Result<null>>;
  activate(signal: AbortSignal): Promise<Result<null>>;
  prove(signal: AbortSignal): Promise<Result<null>>;
  rollBack(signal: AbortSignal): Promise<Result<null>>;
  settle(): Promise<Result<null>>;
  repair(signal: AbortSignal): Promise<Result<null>>;
}

export interface ContentOptions {
  /** Holds `releases/` and `pool/`. */
  folder: string;
  /** Version of the agent, which is also that of what it compiles. */
  version: string;
  state: State;
  source: ArtifactSource;
  proof: Proof;
  reserveBytes: number;
  faults: Pick<Faults, 'raise' | 'clear'>;
  record(event: TotemEvent): void;
  /** What is shown, or how far the operation is, has changed. */
  onShown(shown: ShownContent | null): void;
  onChange(): void;
  now: () => number;
  log: Logger;
}
