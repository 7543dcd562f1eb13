export { checkFolder } from './check.ts';
export { assign, release, releases } from './publish.ts';
export { type PushOptions, push } from './push.ts';
export * from './ring.ts';
