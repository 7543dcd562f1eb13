import type { Interval, OpeningSchedule, PatronDay } from '../opening/index.ts';
import type { ContentFile } from './files.ts';
import { readText } from './files.ts';
import { checkTexts, type Head } from './head.ts';
import { OpeningSchema, type OpeningValue, weekdays } from './opening-schema.ts';
import type { Report } from './problems.ts';
import type { ContentFileValue } from './schemas.ts';
import { pointerOf, shapeCheckOf } from './shape.ts';
import { entriesOf, itemsOf, readYaml } from './yaml.ts';

const checkOpening = shapeCheckOf(OpeningSchema);

type ReportAt = (path: string[], message: string) => void;

/** Reads one office's `opening.yaml`. */
export function readOpening(file: ContentFile, head: Head, report: Report): OpeningSchedule | undefined {
  const text = readText(file, report);
  const yaml = text === undefined ? undefined : readYaml(text, file.path, report);
  if (!yaml) return undefined;
  const at: ReportAt = (path, message) => report(file.path, yaml.lineOf(path), message, pointerOf(path));
  const keys = entriesOf(yaml.value);
  checkTexts(entriesOf(keys.patron).name, ['patron', 'name'], head, at);
  itemsOf(keys.exceptions).forEach((exception, index) => {
    checkTexts(entriesOf(exception).reason, ['exceptions', String(index), 'reason'], head, at);
  });
  const value = checkOpening(yaml, file.path, report);
  return value && scheduleOf(value, patronOf(head.value), at);
}

/** The patron saint of the whole content, kept wherever an office does not name another. */
export function patronOf(value: ContentFileValue | undefined): PatronDay | null {
  return value?.patron ? patronDay(value.patron) : null;
}

function patronDay({ day, name }: { day: string; name: Record<string, string> }): PatronDay {
  return { month: Number(day.slice(0, 2)), day: Number(day.slice(3)), name };
}

function scheduleOf(value: OpeningValue, patron: PatronDay | null, at: ReportAt): OpeningSchedule {
  const kept = value.holidays !== 'open';
  return {
    week: weekdays.map((day) => intervalsOf(value.week[day], ['week', day], at)),
    holidays: kept,
    patron: kept ? (value.patron ? patronDay(value.patron) : patron) : null,
    exceptions: (value.exceptions ?? []).map(({ from, to = from, open, reason }, index) => {
      const path = ['exceptions', String(index)];
      if (to < from) at([...path, 'to'], `to is before from: ${to} comes before ${from}`);
      return { from, to, open: intervalsOf(open, [...path, 'open'], at), reason: reason ?? null };
    }),
  };
}

const clock = '([01]?\\d|2[0-4])[:.]([0-5]\\d)';
const intervalPattern = new RegExp(`^\\s*${clock}\\s*[-–]\\s*${clock}\\s*$`);

/** Intervals in minutes of the day: in order, with time between them. */
function intervalsOf(written: unknown, path: string[], at: ReportAt): Interval[] {
  const intervals: Interval[] = [];
  itemsOf(written).forEach((text, index) => {
    const here = [...path, String(index)];
    const found = intervalPattern.exec(String(text));
    const interval = found && {
      from: Number(found[1]) * 60 + Number(found[2]),
      to: Number(found[3]) * 60 + Number(found[4]),
    };
    if (!interval || interval.to > 1440) {
      at(here, `${path.join('.')} does not fit: expected two times of a day such as "9:00-12:30"`);
      return;
    }
    const before = intervals.at(-1);
    if (interval.from >= interval.to) {
      at(here, `${String(text)} ends before it begins: what goes over midnight is written on two days`);
    } else if (before && interval.from <= before.to) {
      at(here, `${String(text)} begins before the one above has ended: put them in order, or make them one`);
    }
    intervals.push(interval);
  });
  return intervals;
}
