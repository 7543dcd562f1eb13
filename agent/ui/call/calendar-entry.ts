import type { CallAppointment } from './types.ts';

/** How long an appointment is taken to be, in ms. */
const length = 30 * 60_000;

/** The appointment as phones read it from a code: an event of RFC 5545, without the calendar around it. */
export function calendarEntry({ title, place, at, note, code }: CallAppointment): string {
  const begins = Date.parse(at);
  const described = [code, note].filter((text) => text !== '').join(' – ');
  return [
    'BEGIN:VEVENT',
    `SUMMARY:${escaped(title)}`,
    `DTSTART:${moment(begins)}`,
    `DTEND:${moment(begins + length)}`,
    ...(place === '' ? [] : [`LOCATION:${escaped(place)}`]),
    `DESCRIPTION:${escaped(described)}`,
    'END:VEVENT',
  ].join('\r\n');
}

function moment(instant: number): string {
  return new Date(instant).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** TEXT of RFC 5545, 3.3.11. */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
}
