export { type ContentReleases, type ContentReleasesOptions, openContentReleases } from './releases.ts';
