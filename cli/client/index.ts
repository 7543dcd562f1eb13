export * from './hub.ts';
export * from './parallel.ts';
export * from './retry.ts';
