import childProcess from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mock } from 'node:test';
import { pssMebibytes } from './processes.ts';

/** Measures each call in a process of its own, so that the time of its children is theirs alone. */
const calls = [
  'currentLoad',
  'fullLoad',
  'mem',
  'fsStats',
  'fsSize',
  'disksIO',
  'diskLayout',
  'blockDevices',
  'cpuTemperature',
  'cpuCurrentSpeed',
  'cpu',
  'networkInterfaces',
  'networkStats',
  'networkGatewayDefault',
  'osInfo',
  'system',
  'time',
  'processes',
  'audio',
  'graphics',
  'usb',
  'users',
  'wifiInterfaces',
  'battery',
] as const;
const repetitions = 10;

const started = (['exec', 'execFile', 'execSync', 'spawn', 'spawnSync'] as const).map((name) =>
  // The library takes these functions when it is loaded: they are counted from before that on.
  mock.method(childProcess, name),
);
const commands = () => started.reduce((sum, { mock: counted }) => sum + counted.callCount(), 0);

/** Processor time of children that have ended, in milliseconds (proc(5): cutime and cstime). */
function childrenMilliseconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

const before = pssMebibytes([process.pid]);
const library = await import('systeminformation');
const load_mb = pssMebibytes([process.pid]) - before;

async function costOf(name: (typeof calls)[number]) {
  await library[name]();
  const [own, children, count, from] = [
    process.cpuUsage(),
    childrenMilliseconds(),
    commands(),
    performance.now(),
  ];
  for (let done = 0; done < repetitions; done += 1) await library[name]();
  const { user, system } = process.cpuUsage(own);
  return {
    name,
    own: (user + system) / 1000 / repetitions,
    children: (childrenMilliseconds() - children) / repetitions,
    commands: (commands() - count) / repetitions,
    wall: (performance.now() - from) / repetitions,
  };
}

const costs = [];
for (const name of calls) costs.push(await costOf(name));
process.stdout.write(`${JSON.stringify({ load_mb, calls: costs })}\n`);
process.exit(0);
