import { assistant } from './assistant.ts';
import { firmware } from './firmware/index.ts';
import { footprint } from './footprint.ts';
import { health } from './health.ts';
import { push } from './push.ts';
import { type Outcome, print } from './report.ts';
import { start } from './start.ts';
import { systeminformation } from './systeminformation.ts';
import { touch } from './touch.ts';
import { touchEvents } from './touch-events.ts';

/** `npm run bench -- NAME`: measures ours beside a peer on the same work. */
const benches: Record<string, () => Promise<Outcome>> = {
  assistant,
  footprint,
  start,
  touch,
  'touch-events': touchEvents,
  push,
  health,
  systeminformation,
  firmware,
};

const name = process.argv[2] ?? '';
const bench = benches[name];
if (!bench) {
  console.error(`Usage: npm run bench -- NAME, where NAME is one of ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
print(name, await bench());
process.exit(0);
