export { Field } from './Field.tsx';
export { Keyboard } from './Keyboard.tsx';
export type { KeyboardKind } from './layouts.ts';
