export { compileContent } from './compile.ts';
export type * from './compiled.ts';
export { type ContentFile, type ContentFiles, contentLimits, isHidden } from './files.ts';
export type { ContentProblem } from './problems.ts';
