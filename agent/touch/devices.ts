import {
  createInputRequests,
  createReadiness,
  type InputRequests,
  loadLibrary,
  type Readiness,
  readableSignal,
} from '../libc/index.ts';

/** What character devices need: requests, reading, and being woken when there is something to read. */
export interface Devices {
  requests: InputRequests;
  readiness: Readiness;
  /** Calls back whenever some device may have something to read; gives back its end. */
  wake(look: () => void): () => void;
}

export interface DeviceAccess {
  /** Loads the C library at the first call. */
  open(): Promise<Devices>;
  /** To be called when all devices are closed. */
  stop(): void;
}

/** Access to character devices; nothing is loaded and no signal taken until there is one. */
export function createDeviceAccess(): DeviceAccess {
  const looks = new Set<() => void>();
  const wake = (): void => {
    for (const look of [...looks]) look();
  };
  let devices: Promise<Devices> | undefined;
  const load = async (): Promise<Devices> => {
    const library = await loadLibrary();
    process.on(readableSignal, wake);
    return {
      requests: createInputRequests(library),
      readiness: createReadiness(library),
      wake(look) {
        looks.add(look);
        return () => looks.delete(look);
      },
    };
  };
  return {
    open() {
      devices ??= load();
      return devices;
    },
    stop() {
      looks.clear();
      process.off(readableSignal, wake);
    },
  };
}
