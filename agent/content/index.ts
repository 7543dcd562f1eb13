import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContentManifest, failure, type Problem, type Result, success } from '../../protocol/index.ts';
import { isCode, openPool } from '../artifacts/index.ts';
import type { ContentRecord, ReleaseReference } from '../state/index.ts';
import { findDamage, removeDamage } from './damage.ts';
import { fetchFiles, fetchManifest, type Progress } from './fetch.ts';
import { openReleases } from './releases.ts';
import { createScreen } from './screen.ts';
import { type ContentEvent, nextContentState } from './table.ts';
import type { Content, ContentOptions } from './types.ts';

export { createProof, type Proof } from './proof.ts';
export { playlistOf, type ShownContent } from './screen.ts';
export type { Content, ContentOptions } from './types.ts';

/** Code of the problem that a release which was rolled back leaves. */
const rolledBack = 'unavailable';

/** Opens the releases, checks the active one, and shows it (or the former one where it cannot be shown). */
export async function openContent(options: ContentOptions): Promise<Content> {
  const { state, faults, log, proof } = options;
  await mkdir(options.folder, { recursive: true });
  const pool = await openPool(join(options.folder, 'pool'), options.source);
  const releases = await openReleases(join(options.folder, 'releases'));
  const screen = createScreen(releases, options.version, options.onShown);
  let damaged: ReadonlySet<string> = new Set();
  /** The active release could not be put on the screen at the start, for want of room or of time. */
  let unshown = false;
  let progress: Progress = { here: 0, total: 0 };
  /** What kept the last step from ending; not on disk, for the disk may be the very trouble. */
  let trouble: Problem | null = null;

  const record = () => state.data().content;
  const at = () => new Date(options.now()).toISOString();

  /** One row of the table: the new state is on the disk when this resolves. */
  const advance = async (event: ContentEvent, edit: (content: ContentRecord) => void = () => undefined) => {
    const from = record().state;
    const to = nextContentState(from, event);
    if (!to) throw new Error(`content cannot be ${event} while ${from}`);
    await state.change((draft) => {
      draft.content.state = to;
      edit(draft.content);
    });
    trouble = null;
    log.info({ from, event, to, target: record().target?.release }, 'content');
    options.onChange();
  };

  /** Raises the fault that fits and hands the problem on, so that the runner tries again later. */
  const postponed = (problem: Problem): Result<null> => {
    trouble = shortened(problem);
    options.onChange();
    if (problem.code === 'no_space') faults.raise('storage.full', problem.message, 'content');
    else faults.raise('content.fetch_failed', problem.message);
    return { ok: false, error: problem };
  };

  const refuse = async (problem: Problem): Promise<Result<null>> => {
    faults.raise('content.refused', problem.message);
    await advance('refused', (content) => {
      content.rejected = content.target;
      content.target = null;
      content.problem = shortened(problem);
    });
    return success(null);
  };

  const gather = async (manifest: ContentManifest, signal: AbortSignal): Promise<Result<null>> =>
    fetchFiles(manifest, {
      pool,
      keyRing: state.data().keyRing,
      reserveBytes: options.reserveBytes,
      signal,
      onProgress: (reached) => {
        progress = reached;
        options.onChange();
      },
      spare: async (needed) => {
        // The release before the active one is the only thing that can be spared.
        await state.change((draft) => {
          draft.content.previous = null;
        });
        await tidy(needed);
      },
    });

  /** Removes what neither the active nor the previous release needs. */
  const tidy = async (needed: ReadonlySet<string> = new Set()) => {
    const { active, previous, target } = record();
    const kept = [active, previous, target].filter((reference) => reference !== null);
    const hashes = new Set(needed);
    for (const reference of kept) {
      hashes.add(reference.manifest.sha256);
      for (const { sha256 } of (await releases.manifest(reference))?.files ?? []) hashes.add(sha256);
    }
    await releases.keepOnly(new Set(kept.map(({ release }) => release)));
    await pool.keepOnly(hashes);
  };

  const fetchRelease = async (target: ReleaseReference, signal: AbortSignal): Promise<Result<null>> => {
    const same = record().state === 'fetching' && isSame(record().target, target);
    if (!same) {
      progress = { here: 0, total: 0 };
      await advance('targeted', (content) => {
        content.target = target;
        content.problem = null;
        content.rejected = null;
      });
    }
    const { active } = record();
    if (active?.release === target.release && !isSame(active, target)) {
      return refuse({
        code: 'conflict',
        message: `${target.release} was published twice with other content`,
      });
    }
    const manifest = await fetchManifest(target, { pool, keyRing: state.data().keyRing, signal });
    if (!manifest.ok) return manifest.refused ? refuse(manifest.error) : postponed(manifest.error);
    const files = await gather(manifest.value, signal);
    if (!files.ok) return signal.aborted ? files : postponed(files.error);
    await releases.assemble(target, manifest.value, pool);
    await advance('fetched');
    return success(null);
  };

  const activate = async (signal: AbortSignal): Promise<Result<null>> => {
    if (record().state === 'verified') await advance('activated');
    const { target } = record();
    if (!target) throw new Error('nothing to activate');
    const loaded = await screen.load(target, signal);
    if (!loaded.ok && loaded.error.code === 'invalid') return refuse(loaded.error);
    if (!loaded.ok) return signal.aborted ? loaded : postponed(loaded.error);
    proof.reset();
    await advance('switched', (content) => {
      content.previous = content.active;
      content.active = target;
      content.target = null;
    });
    damaged = new Set();
    unshown = false;
    screen.put(loaded.value);
    return success(null);
  };

  const prove = async (signal: AbortSignal): Promise<Result<null>> => {
    const { active } = record();
    if (!active) throw new Error('nothing to prove');
    const verdict = await proof.wait(active.release, signal);
    if (verdict === 'stopped') return failure('unavailable', 'interrupted');
    if (verdict === 'silent') {
      await advance('silent');
      return success(null);
    }
    await advance('proved', (content) => {
      content.problem = null;
    });
    faults.clear('content.rolled_back');
    faults.clear('content.refused');
    options.record({ kind: 'content.activated', at: at(), release: active.release });
    await tidy();
    return success(null);
  };

  const rollBack = async (signal: AbortSignal): Promise<Result<null>> => {
    const { active, previous } = record();
    if (!active) throw new Error('nothing to roll back');
    const back = previous ? await screen.load(previous, signal) : success(null);
    if (!back.ok && signal.aborted) return back;
    if (!back.ok) log.error({ problem: back.error }, 'the former release cannot be shown');
    const message = `${active.release} was not on the screen in time`;
    await advance('restored', (content) => {
      content.rejected = active;
      content.active = previous;
      content.previous = null;
      content.problem = { code: rolledBack, message };
    });
    screen.put(back.ok ? back.value : null);
    faults.raise('content.rolled_back', message);
    const to = previous?.release ?? null;
    options.record({ kind: 'content.rolled_back', at: at(), release: active.release, to });
    return success(null);
  };

  const repair = async (signal: AbortSignal): Promise<Result<null>> => {
    const { active } = record();
    if (!active) return success(null);
    await removeDamage(damaged, pool);
    const known = await releases.manifest(active);
    const manifest = known
      ? success(known)
      : await fetchManifest(active, { pool, keyRing: state.data().keyRing, signal });
    if (!manifest.ok) return postponed(manifest.error);
    const files = await gather(manifest.value, signal);
    if (!files.ok) return signal.aborted ? files : postponed(files.error);
    await releases.assemble(active, manifest.value, pool);
    damaged = new Set();
    faults.clear('content.damaged');
    const loaded = await screen.load(active, signal);
    if (!loaded.ok) return signal.aborted ? loaded : postponed(loaded.error);
    unshown = false;
    screen.put(loaded.value);
    return success(null);
  };

  /** A full disk may show itself in any step; whatever else goes wrong is tried again as well. */
  const guarded = async (work: () => Promise<Result<null>>): Promise<Result<null>> => {
    try {
      const done = await work();
      if (done.ok) {
        trouble = null;
        faults.clear('content.fetch_failed');
        faults.clear('storage.full', 'content');
      }
      return done;
    } catch (error) {
      log.error({ err: error }, 'a step of the content failed');
      const full = isCode(error, 'ENOSPC', 'EDQUOT');
      return postponed({
        code: full ? 'no_space' : 'internal',
        message: full ? 'the disk is full' : `the content could not be changed: ${String(error)}`,
      });
    }
  };

  const showFirst = async ({ active, previous, state: found, problem }: ContentRecord) => {
    if (found === 'failed' && problem) {
      faults.raise(problem.code === rolledBack ? 'content.rolled_back' : 'content.refused', problem.message);
    }
    if (!active) return;
    damaged = await findDamage(active, releases, state);
    if (damaged.size > 0) {
      log.error({ release: active.release, files: damaged.size }, 'damaged files of the active release');
      faults.raise('content.damaged', `${damaged.size} files of ${active.release} are damaged`);
    }
    const never = new AbortController().signal;
    for (const reference of [active, previous]) {
      const loaded = reference ? await screen.load(reference, never) : undefined;
      if (loaded?.ok) return screen.put(loaded.value);
      unshown ||= reference === active && loaded?.error.code !== 'invalid';
      log.error({ problem: loaded?.error, release: reference?.release }, 'a release cannot be shown');
    }
  };

  await showFirst(record());
  return {
    shown: screen.shown,
    damaged: () => damaged.size + (unshown ? 1 : 0),
    problem: () => trouble ?? record().problem,
    progress: () => progressOf(record(), progress),
    fetch: (target, signal) => guarded(() => fetchRelease(target, signal)),
    activate: (signal) => guarded(() => activate(signal)),
    prove: (signal) => guarded(() => prove(signal)),
    rollBack: (signal) => guarded(() => rollBack(signal)),
    settle: () =>
      guarded(async () => {
        await advance('settled', (content) => {
          content.target = null;
          content.rejected = null;
          content.problem = null;
        });
        for (const code of ['content.rolled_back', 'content.refused'] as const) faults.clear(code);
        return success(null);
      }),
    repair: (signal) => guarded(() => repair(signal)),
  };
}

/** Whether both name the same bytes. */
export function isSame(one: ReleaseReference | null, other: ReleaseReference | null): boolean {
  if (!one || !other) return one === other;
  return one.release === other.release && one.manifest.sha256 === other.manifest.sha256;
}

function progressOf(content: ContentRecord, { here, total }: Progress): number {
  if (content.state !== 'fetching') return content.target ? 1 : content.state === 'failed' ? 0 : 1;
  return total === 0 ? 0 : Math.min(1, here / total);
}

function shortened(problem: Problem): Problem {
  return { ...problem, message: problem.message.slice(0, 500) };
}
