import type { LibraryHandle as KoffiLibrary } from 'koffi';

/** The C library that this process runs on already. */
export interface LibraryHandle {
  libc: KoffiLibrary;
  /** The error number of the last call. */
  errno(): number;
}

/**
 * Binds the C library through koffi. Loaded by whoever has a device to ask, not by every agent: it takes some
 * megabytes.
 */
export async function loadLibrary(): Promise<LibraryHandle> {
  const { default: koffi } = await import('koffi');
  return { libc: koffi.load(null), errno: () => koffi.errno() };
}
