export { type Bus, openBus } from './bus.ts';
export { createRauc, type Inspection, type Rauc, type RaucState, type RaucStatus } from './client.ts';
export { isFinal } from './problems.ts';
export type { Slot } from './replies.ts';
