import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import Type, { type Static } from 'typebox';
import { jsonValidatorOf } from '../../protocol/index.ts';

/** What does not change until the board starts again. */
export const Inventory = Type.Object(
  { platform: Type.String({ maxLength: 120 }), board: Type.String({ maxLength: 120 }) },
  { additionalProperties: false },
);
export type Inventory = Static<typeof Inventory>;

const program = fileURLToPath(new URL('./inventory-process.ts', import.meta.url));
const parse = jsonValidatorOf(Inventory, 4096);

/** Asks for the inventory in a process of its own; null where it does not come within 30 s. */
export function takeInventory(signal: AbortSignal): Promise<Inventory | null> {
  return new Promise((resolve) => {
    const options = { timeout: 30_000, maxBuffer: 4096, signal };
    execFile(process.execPath, [program], options, (error, output) => {
      const parsed = error ? undefined : parse(output);
      resolve(parsed?.ok ? parsed.value : null);
    });
  });
}
