import { setTimeout as pause } from 'node:timers/promises';
import type { TestHub } from '../harness/hub.ts';
import { totemAt } from './board-books.ts';
import type { Scene } from './board-misdeeds.ts';
import type { Outcome } from './report.ts';

/** Limits that say what bounded and flat mean: share of a core, and MB between the first seconds and the last. */
const processorAtMost = 0.3;
const growthAtMost = 20;

/** Milliseconds of noise before memory is taken for the first time: buffers have their size then. */
const warmUp = 15_000;
/** Milliseconds of noise after which each port's fault must have been seen. */
const faultWithin = 20_000;

/**
 * Noise on every port at once, as fast as the agent takes it. Its processor time must stay bounded and its memory
 * flat, and for every device a fault must hold that names it.
 */
export async function drown(
  { chance, plugs, panel, victim, tried }: Scene,
  hub: TestHub,
  touch: string,
  milliseconds: number,
): Promise<Omit<Outcome, 'tried'>> {
  const noise = chance.bytes(256 * 1024);
  const named = new Set<string>();
  let faultsSeenAfter: number | null = null;
  let early = 0;
  let written = 0;
  let lookAt = 0;
  const from = performance.now();
  const before = await victim.processorSeconds();
  const quiet = await victim.residentMegabytes();
  for (let now = from; now < from + milliseconds; now = performance.now()) {
    const start = Math.floor(chance.between(0, noise.length - 8192));
    const piece = noise.subarray(start, start + 8192);
    for (const plug of plugs.values()) if (plug.noise(piece)) written += piece.length;
    if (panel.write(piece.subarray(0, 4800))) written += 4800;
    if (early === 0 && now > from + warmUp) early = await victim.residentMegabytes();
    if (faultsSeenAfter === null && now > lookAt) {
      lookAt = now + 1000;
      const health = (await totemAt(hub, victim).catch(() => null))?.health;
      for (const { code, part } of health?.faults ?? []) {
        if (/^(sensor|touch)\.(noise|wrong_device|flooded|stream_damaged)$/.test(code)) named.add(part);
      }
      if (named.size > plugs.size) faultsSeenAfter = now - from;
    }
    await pause(2);
  }
  const late = await victim.residentMegabytes();
  const seconds = (performance.now() - from) / 1000;
  const share = ((await victim.processorSeconds()) - before) / seconds;
  const unnamed = [...plugs.keys(), touch].filter((part) => !named.has(part));
  tried.seconds_of_noise_on_every_port = Math.round(seconds);
  return {
    lost: {
      devices_not_named_in_time: faultsSeenAfter === null || faultsSeenAfter > faultWithin ? 1 : 0,
      memory_not_flat: late - early > growthAtMost ? 1 : 0,
      processor_not_bounded: share > processorAtMost ? 1 : 0,
    },
    figures: {
      noise_mb: rounded(written / 1e6),
      noise_processor_percent: rounded(share * 100),
      noise_resident_mb_before: rounded(quiet),
      noise_resident_mb_early: rounded(early),
      noise_resident_mb_late: rounded(late),
      noise_faults_after_seconds: rounded((faultsSeenAfter ?? 0) / 1000),
    },
    notes: unnamed.length > 0 ? [`no fault named ${unnamed.join(', ')} within the noise`] : [],
  };
}

export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
