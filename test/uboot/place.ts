import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What is kept from one run to the next. */
export const cache = join(repository, '.build', 'uboot');
