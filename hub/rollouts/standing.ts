import type { Totem } from '../../protocol/index.ts';

/** What a totem says of an artifact that it should have. */
export interface Standing {
  /** Whether it is told of this artifact, with this attempt, by its desired state. */
  told: boolean;
  /**
   * `confirmed`: it runs or shows it, proved. `failed`: it tried and gave up. `other`: it is settled on
   * something else. `working`: none of these yet.
   */
  says: 'confirmed' | 'failed' | 'other' | 'working';
  /** Why, or how far it is, for people. */
  reason: string;
  /** The attempt its desired firmware should carry when it is offered the artifact (again). */
  nextAttempt: number;
}

/** What is rolled out. */
export type Artifact =
  | { kind: 'content'; release: string }
  | { kind: 'firmware'; sha256: string; version: string };

export function standingOf(totem: Totem, artifact: Artifact, attempt: number): Standing {
  return artifact.kind === 'content'
    ? contentStanding(totem, artifact.release)
    : firmwareStanding(totem, artifact, attempt);
}

function contentStanding({ desired, reported, online }: Totem, release: string): Standing {
  const told = desired.content?.release === release;
  const standing = { told, nextAttempt: 1 };
  const content = reported?.content;
  if (!reported || !content) return { ...standing, says: 'working', reason: 'never heard of it' };
  if (content.active === release && content.state === 'idle') {
    return { ...standing, says: 'confirmed', reason: '' };
  }
  const answers = told && reported.revision >= desired.revision;
  // A totem that has just heard of this release may still tell how the former one ended.
  const gaveUp = content.rejected === undefined || content.rejected === release;
  if (answers && content.state === 'failed' && gaveUp) {
    return { ...standing, says: 'failed', reason: content.problem?.message ?? 'it gave the release up' };
  }
  if (answers && content.state === 'idle') {
    return { ...standing, says: 'other', reason: `it shows ${content.active ?? 'nothing'}` };
  }
  return { ...standing, says: 'working', reason: progress(online, content.state, content.progress) };
}

function firmwareStanding(
  { desired, reported, online }: Totem,
  { sha256, version }: Extract<Artifact, { kind: 'firmware' }>,
  attempt: number,
): Standing {
  const wanted = desired.firmware?.bundle.sha256 === sha256 ? desired.firmware : undefined;
  const firmware = reported?.firmware;
  const isTarget = firmware?.target?.sha256 === sha256 && firmware.target.attempt === wanted?.attempt;
  const answers = wanted !== undefined && reported !== null && reported.revision >= desired.revision;
  const gaveUp = answers && isTarget && firmware?.state === 'failed';
  const standing = {
    told: wanted !== undefined && wanted.attempt === attempt,
    nextAttempt: wanted === undefined ? 1 : gaveUp ? wanted.attempt + 1 : wanted.attempt,
  };
  if (!firmware) return { ...standing, says: 'working', reason: 'it never reported its firmware' };
  const runs = firmware.booted?.version === version;
  // A totem that ran this version before it was asked has nothing to do and nothing to confirm.
  if (answers && runs && (firmware.state === 'confirmed' || firmware.state === 'idle')) {
    return { ...standing, says: 'confirmed', reason: '' };
  }
  if (gaveUp) {
    return { ...standing, says: 'failed', reason: firmware.problem?.message ?? 'it gave the update up' };
  }
  const settled = firmware.state === 'confirmed' || firmware.state === 'idle' || firmware.state === 'failed';
  if (answers && settled && firmware.booted && !runs && standing.told) {
    return { ...standing, says: 'other', reason: `it runs ${firmware.booted.version ?? 'another version'}` };
  }
  const waits = firmware.state === 'waiting' ? `waiting for ${firmware.waiting.join(', ')}` : firmware.state;
  return { ...standing, says: 'working', reason: progress(online, waits, firmware.progress) };
}

function progress(online: boolean, state: string, share: number): string {
  const step = share > 0 && share < 1 ? `${state} ${Math.round(share * 100)} %` : state;
  return online ? step : `offline, last said: ${step}`;
}
