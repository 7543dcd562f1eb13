import { parseArgs } from 'node:util';
import { assistant } from './assistant.ts';
import { call, parts as callParts } from './call/index.ts';
import { firmware, parts as firmwareParts } from './firmware/index.ts';
import { footprint } from './footprint.ts';
import { health } from './health.ts';
import { page, parts as pageParts } from './page/index.ts';
import { push } from './push.ts';
import { type Outcome, print } from './report.ts';
import { start } from './start.ts';
import { systeminformation } from './systeminformation.ts';
import { touch } from './touch.ts';
import { touchEvents } from './touch-events.ts';

/** `npm run bench -- NAME`: measures ours beside a peer on the same work. */
const benches: Record<string, (only: readonly string[]) => Promise<Outcome>> = {
  assistant,
  call,
  footprint,
  start,
  touch,
  'touch-events': touchEvents,
  page,
  push,
  health,
  systeminformation,
  firmware,
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', multiple: true, default: [] } },
});
const name = positionals[0] ?? '';
const bench = benches[name];
if (!bench) {
  console.error(
    `Usage: npm run bench -- NAME, where NAME is one of ${Object.keys(benches).join(', ')};
firmware takes --only PART (more than once): ${firmwareParts.join(', ')}; page: ${pageParts.join(', ')};
call: ${callParts.join(', ')}.`,
  );
  process.exit(2);
}
print(name, await bench(values.only));
process.exit(0);
