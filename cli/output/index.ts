export * from './amounts.ts';
export * from './progress.ts';
export * from './table.ts';
export * from './terminal.ts';
