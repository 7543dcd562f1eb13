export { CallControls } from './CallControls.tsx';
export { CallEntry, CallHomeEntry, useCallable } from './CallEntry.tsx';
export { CallScreen } from './CallScreen.tsx';
export { type CallClient, createCallClient } from './client.ts';
export { Meeting } from './Meeting.tsx';
export { holdOf, isQueue, isTalk } from './state.ts';
export { useAim, useCall } from './use.ts';
export { WaitStrip } from './WaitStrip.tsx';
