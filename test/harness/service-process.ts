import { setTimeout as pause } from 'node:timers/promises';
import { openLock } from '../../agent/service/lock.ts';
import { serviceCodeOf } from '../../protocol/service-code.ts';

/** Opens the lock of a folder with one right code after the other until it is killed, and prints each counter. */
const [, , folder = '', secret = ''] = process.argv;
const lock = await openLock(folder);
for (;;) {
  const counter = lock.counter() ?? 0;
  const outcome = await lock.attempt(serviceCodeOf(secret, counter));
  process.stdout.write(`${outcome} ${counter}\n`);
  // Not even a torn write may bring a used counter back, so the kill may come anywhere.
  await pause(0);
}
