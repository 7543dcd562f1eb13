import { type DesiredFirmware, failure, type Problem, type Result, success } from '../../protocol/index.ts';
import { hashFile, type Pool, sizeOf } from '../artifacts/index.ts';
import { manifestHashOf } from './manifest-hash.ts';
import { clearFailure, type Operation, underWay } from './operation.ts';
import { baselineOf } from './proving.ts';
import { type Inspection, isFinal, type Rauc } from './rauc/index.ts';
import { pairOf } from './slots.ts';
import { placeKeys, streamedBytes } from './streaming.ts';
import type { FirmwareOptions } from './types.ts';

/** How often the installation of one target is begun before it counts as failed. */
const maximumTries = 3;

export interface InstallParts {
  options: FirmwareOptions;
  operation: Operation;
  pool: Pool;
  rauc: Rauc;
  bootId: string;
  onProgress(share: number): void;
}

/**
 * Writes the other slot. What is installed has to be what was approved: the file's hash is checked before and
 * after, RAUC checks the signature, the manifest's hash is compared (by RAUC itself from 1.16 on), and the slot
 * has to hold the wanted version at the end. A slot that holds anything else is marked bad before it can start.
 */
export async function install(parts: InstallParts, signal: AbortSignal): Promise<Result<null>> {
  const { operation, rauc, options } = parts;
  // While it installs, RAUC answers hardly anything else.
  const idle = await rauc.whenIdle(signal);
  if (!idle.ok) return operation.postponed(idle.error);
  const begun = await begin(parts);
  if (!begun.ok) return operation.postponed(begun.error);
  const { target, move } = underWay(operation.data());
  const { tries, streams, problem } = operation.data();
  if (tries >= maximumTries) {
    const message = `given up after ${tries} tries: ${problem?.message ?? 'none of them came to an end'}`;
    await operation.refuse('refused', { code: 'internal', message });
    return success(null);
  }
  const written = streams ? await stream(parts, target, signal) : await installFile(parts, target, signal);
  if (signal.aborted) return failure('unavailable', 'interrupted');
  const done = written.ok ? await checkSlot(rauc, target, move.to.name) : written;
  if (!done.ok) return remedy(parts, done);
  await operation.advance('installed', (firmware) => {
    firmware.problem = null;
  });
  clearFailure(options.faults);
  const { version, attempt } = target;
  const at = new Date(options.clock.now()).toISOString();
  options.record({ kind: 'firmware.installed', at, version, attempt, slot: move.to.name });
  return success(null);
}

/** Writes down which slot is left for which, and how the totem is now, before RAUC is told anything. */
async function begin({ operation, rauc, options, bootId }: InstallParts): Promise<Result<null>> {
  const status = await rauc.status();
  if (!status.ok) return status;
  if (operation.data().state === 'installing') return success(null);
  const pair = pairOf(status.value);
  if (!pair.ok) return pair;
  const { booted, other } = pair.value;
  await operation.advance('cleared', (firmware) => {
    firmware.move = {
      from: { name: booted.name, bootname: booted.bootname },
      to: { name: other.name, bootname: other.bootname },
      version: firmware.running?.version ?? null,
      bootId,
      starts: 0,
      returns: 0,
      baseline: baselineOf(options.evidence()),
    };
  });
  return success(null);
}

/** What came of an attempt, and what is to be done about one that failed. */
type Attempt = { ok: true } | { ok: false; problem: Problem; cure: 'refuse' | 'refetch' | 'again' };

async function installFile(
  { operation, pool, rauc, onProgress }: InstallParts,
  target: DesiredFirmware,
  signal: AbortSignal,
): Promise<Attempt> {
  const source = pool.path(target.bundle.sha256);
  if (!(await isWhole(source, target))) return swapped;
  const read = await manifestHashOf(source);
  if (!read.ok) return { ok: false, problem: read.error, cure: 'refuse' };
  if (read.value !== target.manifestHash) return otherManifest;
  const inspected = await rauc.inspect(source);
  // RAUC before 1.9 does not say why it cannot read a bundle; the installation will.
  if (!inspected.ok && inspected.error.code !== 'internal') return attemptOf(inspected.error);
  const objection = inspected.ok ? objectionToBundle(inspected.value, target) : null;
  if (objection) return { ok: false, problem: objection, cure: 'refuse' };
  await countTry(operation);
  const installed = await rauc.install({ source, manifestHash: target.manifestHash, signal, onProgress });
  if (!installed.ok) return attemptOf(installed.error);
  if (await isWhole(source, target)) return { ok: true };
  await undo(rauc);
  return swapped;
}

async function stream(
  { operation, rauc, options, onProgress }: InstallParts,
  target: DesiredFirmware,
  signal: AbortSignal,
): Promise<Attempt> {
  const { stream: source, kernel } = options;
  if (!source)
    return { ok: false, problem: { code: 'unavailable', message: 'no hub to stream from' }, cure: 'refetch' };
  const url = `${source.base}/v1/artifacts/${target.bundle.sha256}`;
  const keys = await placeKeys(options.folder, source);
  const before = await streamedBytes(kernel.blockFolder);
  let transferred = 0;
  const measure = async () => {
    transferred = Math.max(transferred, (await streamedBytes(kernel.blockFolder)) - before);
  };
  try {
    const inspected = await rauc.inspect(url, keys.tls);
    if (!inspected.ok) return streamed(attemptOf(inspected.error));
    const objection = objectionToBundle(inspected.value, target);
    if (objection) return { ok: false, problem: objection, cure: 'refuse' };
    // A RAUC that neither tells nor takes the manifest's hash would install whatever comes: only a file is safe.
    if (inspected.value.manifestHash === null) {
      return {
        ok: false,
        problem: { code: 'unsupported', message: 'this RAUC tells no manifest hash' },
        cure: 'refetch',
      };
    }
    await countTry(operation);
    const installed = await rauc.install({
      source: url,
      manifestHash: target.manifestHash,
      tls: keys.tls,
      signal,
      onProgress: (share) => {
        onProgress(share);
        void measure();
      },
    });
    await measure();
    if (!installed.ok) return streamed(attemptOf(installed.error));
    await operation.note((firmware) => {
      firmware.transfer = {
        kind: 'streaming',
        bundleBytes: target.bundle.size,
        transferredBytes: transferred,
      };
    });
    return { ok: true };
  } finally {
    await keys.remove();
  }
}

/** What keeps a bundle from being streamed, other than the bundle itself, is cured by fetching it. */
function streamed(attempt: Attempt): Attempt {
  if (attempt.ok || (attempt.cure === 'refuse' && attempt.problem.code !== 'unsupported')) return attempt;
  return attempt.problem.code === 'unavailable' ? attempt : { ...attempt, cure: 'refetch' };
}

async function remedy(
  { operation, pool, options }: InstallParts,
  { problem, cure }: Exclude<Attempt, { ok: true }>,
): Promise<Result<null>> {
  const { target } = underWay(operation.data());
  if (cure === 'refuse') {
    await operation.refuse('refused', problem);
    return success(null);
  }
  if (cure === 'refetch') {
    options.log.warn({ problem }, 'the bundle is fetched anew');
    if (problem.code === 'hash_mismatch') options.faults.raise('firmware.refused', problem.message);
    await pool.remove(target.bundle.sha256);
    await operation.advance('lost', (firmware) => {
      // The slot may hold anything now, so this counts as a try even where RAUC was not asked.
      firmware.tries += firmware.streams ? 0 : 1;
      firmware.streams = false;
      firmware.fetched = false;
      firmware.move = null;
      firmware.problem = problem;
    });
    return success(null);
  }
  await operation.note((firmware) => {
    firmware.problem = problem;
  });
  return operation.postponed(problem);
}

const swapped: Attempt = {
  ok: false,
  problem: {
    code: 'hash_mismatch',
    message: 'the bundle on the disk was changed after it was fetched, and is refused',
  },
  cure: 'refetch',
};
const otherManifest: Attempt = {
  ok: false,
  problem: { code: 'hash_mismatch', message: 'its manifest is another one than was approved' },
  cure: 'refuse',
};

function attemptOf(problem: Problem): Attempt {
  return { ok: false, problem, cure: isFinal(problem) ? 'refuse' : 'again' };
}

function objectionToBundle(
  { compatible, version, manifestHash }: Inspection,
  target: DesiredFirmware,
): Problem | null {
  const conflict = (message: string): Problem => ({ code: 'conflict', message });
  if (compatible !== target.compatible) {
    return conflict(`the bundle is for ${compatible}, not for ${target.compatible}`);
  }
  if (version !== target.version) return conflict(`the bundle holds ${version}, not ${target.version}`);
  if (manifestHash !== null && target.manifestHash !== null && manifestHash !== target.manifestHash) {
    return { code: 'hash_mismatch', message: 'its manifest is another one than was approved' };
  }
  return null;
}

/** What RAUC says that it wrote has to be the target, and the boot loader has to start it next. */
async function checkSlot(rauc: Rauc, target: DesiredFirmware, name: string): Promise<Attempt> {
  const [status, primary] = [await rauc.status(), await rauc.primary()];
  if (!status.ok) return attemptOf(status.error);
  if (!primary.ok) return attemptOf(primary.error);
  const slot = status.value.slots.find((one) => one.name === name);
  const wrong = (code: Problem['code'], message: string): Attempt => ({
    ok: false,
    problem: { code, message },
    cure: 'refuse',
  });
  const held = slot?.manifestHash ?? null;
  if (
    slot?.version !== target.version ||
    (held !== null && target.manifestHash !== null && held !== target.manifestHash)
  ) {
    await undo(rauc);
    return wrong(
      'hash_mismatch',
      `slot ${name} holds ${slot?.version ?? 'nothing'} in place of ${target.version}`,
    );
  }
  return primary.value === name
    ? { ok: true }
    : wrong('internal', `the boot loader would start ${primary.value}, not ${name}`);
}

/** The boot loader goes on starting what runs now. */
async function undo(rauc: Rauc): Promise<void> {
  await rauc.mark('active', 'booted');
  await rauc.mark('bad', 'other');
}

async function countTry(operation: Operation): Promise<void> {
  await operation.note((firmware) => {
    firmware.tries += 1;
  });
}

async function isWhole(path: string, { bundle }: DesiredFirmware): Promise<boolean> {
  return (await sizeOf(path)) === bundle.size && (await hashFile(path)) === bundle.sha256;
}
