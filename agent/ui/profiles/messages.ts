import type { PanelSize, ProfileName } from '../../../protocol/profiles.ts';
import { profileNames } from './profiles.ts';

/** Profiles of the agent's configuration message; one that this page does not know is left out. */
export function readProfiles(value: unknown): ProfileName[] {
  if (!Array.isArray(value)) return [];
  const named = new Set<unknown>(value);
  return profileNames.filter((name) => named.has(name));
}

/** The panel's size, or `undefined` where it is not told whole. */
export function readPanel(value: unknown): PanelSize | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { width, height, aboveFloor }: { width?: unknown; height?: unknown; aboveFloor?: unknown } = value;
  if (!isLength(width) || !isLength(height)) return undefined;
  return { width, height, ...(isLength(aboveFloor) && { aboveFloor }) };
}

function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}
