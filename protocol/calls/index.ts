export * from './candidate.ts';
export * from './configuration.ts';
export * from './description.ts';
export * from './desk.ts';
export * from './messages.ts';
export * from './portal.ts';
export * from './states.ts';
export * from './wish.ts';
