import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { createDeviceAccess } from '../../agent/touch/devices.ts';
import { startTouch } from '../../agent/touch/index.ts';
import { openSource } from '../../agent/touch/source.ts';

/**
 * Reads a device in one of three ways: the reader of the agent, the same behind a child that reads for it, or
 * bytes alone. For each line on standard input it tells its processor time (seconds) and the events so far.
 */
const [way = '', path = ''] = process.argv.slice(2);
let events = () => 0;
let child: number | undefined;

if (way === 'plain') {
  let bytes = 0;
  const access = createDeviceAccess();
  await openSource(path, access.open, {
    onBytes: (chunk) => {
      bytes += chunk.length;
    },
    onDrained: () => undefined,
    onEnd: () => undefined,
  });
  events = () => bytes / 24;
} else {
  const device = way === 'cat' ? `${path}.fifo` : path;
  if (way === 'cat') {
    const reader = spawn('sh', ['-c', 'mkfifo "$1" && exec cat -- "$0" >"$1"', path, device], {
      stdio: 'ignore',
    });
    child = reader.pid;
    process.on('exit', () => reader.kill('SIGKILL'));
  }
  const touch = await startTouch({
    devices: [{ path: device, kinds: ['touch'], maximumX: 4095, maximumY: 4095 }],
    folder: '/nowhere',
    onTouch: () => undefined,
    faults: { raise: () => undefined, clear: () => undefined },
    log: pino({ level: 'silent' }),
  });
  events = () => touch.devices()[0]?.eventsTotal ?? 0;
}

/** Seconds of processor time of a process: fields 14 and 15 of proc_pid_stat(5), in hundredths. */
function secondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

process.stdout.write('ready\n');
createInterface({ input: process.stdin }).on('line', () => {
  const { user, system } = process.cpuUsage();
  const cpu = (user + system) / 1e6 + (child === undefined ? 0 : secondsOf(child));
  process.stdout.write(`${JSON.stringify({ cpu, events: events() })}\n`);
});
