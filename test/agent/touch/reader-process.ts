import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { startTouch } from '../../../agent/touch/index.ts';

/**
 * Reads input devices in a process of its own and tells what it hears, a JSON object a line. A line on standard
 * input asks for the devices; its end ends the process, in good order.
 */
const tell = (what: object): void => {
  process.stdout.write(`${JSON.stringify(what)}\n`);
};
const touch = await startTouch({
  devices: JSON.parse(process.argv[2] ?? '[]'),
  onTouch: (step) => tell({ step }),
  onKey: (key) => tell({ key }),
  faults: {
    raise: (raised, message, part) => tell({ raised, message, part }),
    clear: () => undefined,
  },
  log: pino({ level: 'silent' }),
});
const lines = createInterface({ input: process.stdin });
lines.on('line', () => tell({ devices: touch.devices() }));
lines.on('close', () => {
  touch.stop();
  tell({ stopped: true });
});
