import { resolve } from 'node:path';
import type { Command } from 'commander';
import { writeDurably } from '../../protocol/durable.ts';
import { failure, type Result, success } from '../../protocol/index.ts';
import { type Answer, advised, type Context, leaf, type Run, totemArgument } from '../command.ts';
import { bytesText } from '../output/index.ts';

interface Options {
  output?: string;
}

export function addScreenshot(parent: Command, run: Run): void {
  leaf(parent, 'screenshot', 'Save what a totem shows at this moment as a JPEG file.', [
    ['totem screenshot lodi-01', 'Saves lodi-01-20261123-163012.jpg in this folder.'],
    ['totem screenshot lodi-01 -o screen.jpg', 'Saves it under another name.'],
  ])
    .argument('<totem>', 'id of the totem', totemArgument)
    .option('-o, --output <file>', 'file to write')
    .action(run(screenshot));
}

async function screenshot(context: Context, id: string, options: Options): Promise<Result<Answer>> {
  const hub = await context.hub();
  if (!hub.ok) return hub;
  const picture = await hub.value.picture(`/totems/${id}/screenshot`);
  if (!picture.ok) {
    const known = advised(picture, 'not_found', 'totem ls shows the ids');
    const connected = advised(known, 'offline', `totem show ${id} says since when`);
    return advised(connected, 'expired', 'try again; totem show says how its display is');
  }
  const file = resolve(options.output ?? `${id}-${stamp(context.now())}.jpg`);
  try {
    await writeDurably(file, picture.value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure('unavailable', `cannot write ${file}: ${reason}; name another file with -o FILE`);
  }
  const bytes = picture.value.length;
  return success({ data: { totem: id, file, bytes }, text: `Saved ${file} (${bytesText(bytes)}).` });
}

/** A moment in UTC for a file's name: `20261123-163012`. */
function stamp(now: number): string {
  return new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
}
