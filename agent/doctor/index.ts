export { runBundleCommand } from './bundle/index.ts';
export { runDoctorCommand } from './command.ts';
export { createDoctor, type Doctor } from './doctor.ts';
export type { RunOptions } from './engine.ts';
export { createDoctorRoutes } from './local.ts';
export type { DoctorParts, RunningParts, ScreenParts, ShownExercise } from './parts.ts';
