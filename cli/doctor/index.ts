export { lastWords, loneDoctor, writeBundle } from './alone.ts';
export { createKeyDesk, type KeyDesk } from './keys.ts';
export { localDoctor } from './local.ts';
export { createScreen, type Screen } from './screen.ts';
export type { Reader, Source } from './source.ts';
