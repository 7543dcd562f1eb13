export { Attract } from './Attract.tsx';
export { Empty } from './Empty.tsx';
export { Failure } from './Failure.tsx';
export { Stage } from './Stage.tsx';
export { Warning } from './Warning.tsx';
