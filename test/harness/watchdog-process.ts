import { watchParts } from './watchdog.ts';

/**
 * A process with the real watchdog in it. When it is told `hang`, its event loop turns no more: that is what a
 * hung agent is, seen from outside.
 */
await watchParts({ folder: process.argv[2] ?? '', environment: process.env });
process.on('message', (what) => {
  while (what === 'hang');
});
process.send?.('watching');
