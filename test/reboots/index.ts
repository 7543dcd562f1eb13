export { makeBundle } from './bundle.ts';
export { type FirmwareName, firmware, type Kit, prepareKit } from './kit.ts';
export { type Machine, switchOn } from './machine.ts';
export { openStand, patience, type Stand } from './stand.ts';
export { settle, startedLast, type Truth } from './truth.ts';
