import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

const clear = '\u001b[2J\u001b[H';
const hideCursor = '\u001b[?25l';

/**
 * Writes the page as plain text on the text console, which the kernel draws by itself: what is left where
 * GStreamer does not work.
 */
export async function writeConsole(path: string, text: string): Promise<void> {
  const console = await open(path, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
  try {
    const lines = text.replaceAll('\n', '\r\n');
    await console.write(`${clear}${hideCursor}\r\n\r\n${lines}\r\n`);
  } finally {
    await console.close();
  }
}
