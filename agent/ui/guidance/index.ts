export { Guidance } from './Guidance.tsx';
export { createGuide } from './guide.ts';
export type { Guide, Step } from './stops.ts';
