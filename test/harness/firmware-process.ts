import { jsonValidatorOf } from '../../protocol/index.ts';
import { Orders, runFirmware } from './firmware-run.ts';

/** One life of an agent's firmware operation in a process of its own, for tests that end it with SIGKILL. */
const orders = jsonValidatorOf(Orders, 1024 * 1024)(process.argv[2] ?? '');
if (!orders.ok) throw new Error(orders.error.message);
await runFirmware(orders.value);
process.exit(0);
