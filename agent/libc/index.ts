export { createKernelClock, type KernelClock } from './clock.ts';
export { createDatagrams, type Datagrams } from './datagram.ts';
export { type Espeak, type EspeakEvent, loadEspeak } from './espeak.ts';
export {
  type AxisInfo,
  createInputRequests,
  hasBit,
  type InputId,
  type InputRequests,
} from './ioctl.ts';
export { type LibraryHandle, loadLibrary } from './library.ts';
export { createReadiness, type Readiness, readableSignal } from './readiness.ts';
