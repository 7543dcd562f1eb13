export * from './states.ts';
export * from './wish.ts';
