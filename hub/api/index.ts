export type { ApiOptions } from './parts.ts';
export { type Api, startApi } from './server.ts';
