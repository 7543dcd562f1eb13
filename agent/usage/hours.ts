import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import Type from 'typebox';
import { writeDurably } from '../../protocol/durable.ts';
import { jsonValidatorOf, TotemEvent } from '../../protocol/index.ts';

/** Usage of the hour under way. It is let go once the hour is over, mixed, so that nothing tells one session. */
export interface Hours {
  /** Takes an event at the hour it happened in. */
  add(event: TotemEvent): void;
  /** Writes what waits and ends; what is of this hour is let go by the next start. */
  stop(): Promise<void>;
}

export interface HoursOptions {
  file: string;
  /** Where an event goes when its hour is over. */
  record(event: TotemEvent): void;
  now: () => number;
  /** 0 to 1, as `Math.random`. */
  random: () => number;
  log: Logger;
}

const hour = 3_600_000;
/** Changes of so many milliseconds are written together: a card saved at each touch would wear out. */
const writeAfter = 10_000;
/** Events of one hour at most. What comes on top is somebody's play with the buttons. */
const maximumEvents = 4000;
/** A timer is not trusted further than this: the clock may be set, in ms. */
const longestWait = 60_000;

const File = Type.Object(
  { version: Type.Literal(1), events: Type.Array(TotemEvent, { maxItems: maximumEvents }) },
  { additionalProperties: false },
);
const read = jsonValidatorOf(File, 4 * 1024 * 1024);

/** Opens the file of the hour; what is in it of former hours is let go at once. */
export async function openHours({ file, record, now, random, log }: HoursOptions): Promise<Hours> {
  let held: TotemEvent[] = await heldIn(file, log);
  let unsaved = false;
  let writing: Promise<void> = Promise.resolve();
  let writeTimer: NodeJS.Timeout | undefined;
  let hourTimer: NodeJS.Timeout | undefined;
  let stopped = false;

  function save(): void {
    clearTimeout(writeTimer);
    writeTimer = undefined;
    if (!unsaved) return;
    unsaved = false;
    // By their text: the file does not tell in which order things happened.
    const events = held.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
    const text = `${JSON.stringify({ version: 1, events })}\n`;
    writing = writing
      .then(() => writeDurably(file, text, 0o600))
      .catch((error: unknown) => log.warn({ err: error }, 'the usage of this hour could not be kept'));
  }

  function changed(): void {
    unsaved = true;
    if (!stopped) writeTimer ??= setTimeout(save, writeAfter);
  }

  /** Lets go of every hour but this one. */
  function release(): void {
    const current = hourOf(now());
    const over = held.filter(({ at }) => at !== current);
    if (over.length > 0) {
      held = held.filter(({ at }) => at === current);
      unsaved = true;
      // First out of the file: a power cut now loses an hour of counts, and never counts one twice.
      save();
      const letGo = shuffled(over, random);
      writing = writing.then(() => {
        for (const event of letGo) record(event);
      });
    }
    if (stopped) return;
    clearTimeout(hourTimer);
    hourTimer = setTimeout(release, Math.min(longestWait, hour - (now() % hour)));
  }

  release();
  return {
    add(event) {
      if (stopped) return;
      release();
      if (held.length >= maximumEvents) return;
      held.push({ ...event, at: hourOf(now()) });
      changed();
    },
    async stop() {
      stopped = true;
      clearTimeout(hourTimer);
      release();
      save();
      await writing;
    },
  };
}

/** The hour of a moment in ms, as RFC 3339 text. */
export function hourOf(moment: number): string {
  return new Date(Math.floor(moment / hour) * hour).toISOString();
}

async function heldIn(file: string, log: Logger): Promise<TotemEvent[]> {
  const text = await readFile(file).catch(() => null);
  if (text === null) return [];
  const result = read(text);
  if (result.ok) return result.value.events;
  log.warn({ problem: result.error.message }, 'the usage of the last hour is not readable and is left out');
  return [];
}

/** Fisher and Yates. */
function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const mixed = [...items];
  for (let index = mixed.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const [one, two] = [mixed[index], mixed[other]];
    if (one === undefined || two === undefined) continue;
    mixed[index] = two;
    mixed[other] = one;
  }
  return mixed;
}
