import type { LibraryHandle } from './library.ts';

export interface KernelClock {
  /** Whether something keeps the kernel's clock right; null where it cannot be asked. */
  synchronised(): boolean | null;
}

/** Larger than `struct timex` is anywhere (208 bytes on 64-bit). All zero, it asks and changes nothing. */
const timexBytes = 512;
/** Answer of adjtimex(2) for a clock that nothing keeps right. */
const timeError = 5;

export function createKernelClock({ libc }: LibraryHandle): KernelClock {
  const adjtimex = libc.func('int adjtimex(_Inout_ void *times)');
  return {
    synchronised() {
      const answer: unknown = adjtimex(Buffer.alloc(timexBytes));
      return typeof answer === 'number' && answer >= 0 ? answer !== timeError : null;
    },
  };
}
