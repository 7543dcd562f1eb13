export { createDoctor, type Doctor } from './doctor.ts';
export { createDoctorRoutes } from './local.ts';
export type { DoctorParts, RunningParts, RunOptions, ScreenParts, ShownExercise } from './parts.ts';

// What a totem needs on few days of its life is loaded on those: memory is short.

/** `totem-agent doctor`. @returns the exit code */
export async function runDoctorCommand(
  words: readonly string[],
  folder: string,
  version: string,
): Promise<number> {
  const { doctorCommand } = await import('./command.ts');
  return doctorCommand(words, folder, version);
}

/** `totem-agent bundle`. @returns the exit code */
export async function runBundleCommand(
  words: readonly string[],
  folder: string,
  version: string,
): Promise<number> {
  const { bundleCommand } = await import('./bundle/index.ts');
  return bundleCommand(words, folder, version);
}
