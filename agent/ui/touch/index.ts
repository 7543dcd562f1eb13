export { dragToScroll } from './drag.ts';
export { createPointer, type TouchMessage } from './pointer.ts';
