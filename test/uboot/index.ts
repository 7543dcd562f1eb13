export { type DiskOptions, makeDisk, type System } from './disk.ts';
export { type Environment, openEnvironment } from './environment.ts';
export { debianParts, type Parts } from './kernel.ts';
export { loader } from './loader.ts';
export { dumpTree, powerOnBoard } from './machine.ts';
export { cache } from './place.ts';
