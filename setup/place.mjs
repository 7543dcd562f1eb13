import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout, wherever the command was started. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Set by who wants nothing of the machine changed outside the checkout. */
export const systemIsOffLimits = process.env.TOTEM_SETUP === 'no';
