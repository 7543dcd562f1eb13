import { pino } from 'pino';
import { openOutbox } from '../../agent/link/outbox/index.ts';

/** Records events until it is killed and prints the number of each that it was told is recorded. */
const outbox = await openOutbox({
  folder: process.argv[2] ?? '',
  log: pino({ level: 'silent' }),
  segmentBytes: 2000,
});
for (;;) {
  const media = `media/${outbox.pending + 1}.jpg`;
  const number = await outbox.append({
    kind: 'playlist.played',
    at: '2026-11-23T10:00:00.000Z',
    media,
    seconds: 1,
  });
  process.stdout.write(`${number}\n`);
}
