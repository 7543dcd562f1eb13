import type { CallAppointment } from '../../../protocol/calls/appointment.ts';

/** Long enough to find one's way to the counter; the office knows how long it takes. */
const duration = 'PT30M';
/** Characters in a line; with those of several bytes it stays below the 75 octets of RFC 5545, 3.1. */
const lineCharacters = 18;

/** An appointment as a calendar keeps it (iCalendar, RFC 5545). */
export function calendarFile({ title, place, at, note, code }: CallAppointment, now: number): string {
  const description = note === '' ? code : `${code}\n${note}`;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Totem//totem-call//EN',
    'BEGIN:VEVENT',
    `UID:${code}-${momentOf(Date.parse(at))}`,
    `DTSTAMP:${momentOf(now)}`,
    `DTSTART:${momentOf(Date.parse(at))}`,
    `DURATION:${duration}`,
    `SUMMARY:${escaped(title)}`,
    `LOCATION:${escaped(place)}`,
    `DESCRIPTION:${escaped(description)}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function momentOf(instant: number): string {
  return new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n|\r/g, '\\n');
}

function folded(line: string): string {
  const characters = [...line];
  const pieces: string[] = [];
  for (let start = 0; start < characters.length; start += lineCharacters) {
    pieces.push(characters.slice(start, start + lineCharacters).join(''));
  }
  return pieces.join('\r\n ');
}
