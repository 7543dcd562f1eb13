export * from './arguments.ts';
export * from './text.ts';
export * from './watch.ts';
