export { openRollouts, type RolloutsOptions } from './engine.ts';
export {
  type AssignRelease,
  type ContentReleases,
  type ContentReleasesOptions,
  openContentReleases,
} from './releases.ts';
export { createTally, type Stand } from './tally.ts';
export type { Artifacts, Rollouts } from './types.ts';
