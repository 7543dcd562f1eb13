import type { Device } from './device.ts';

/** A GNSS receiver: a burst of sentences once a second, on a fixed place. */
export function createReceiver(start = Date.UTC(2026, 10, 25, 10, 0, 0)): Device {
  return {
    baud: 9600,
    period: 1000,
    take: () => [],
    speak: (at) => [Buffer.from(burst(new Date(start + at)).join(''))],
  };
}

function burst(date: Date): string[] {
  const iso = date.toISOString();
  const time = `${iso.slice(11, 19).replaceAll(':', '')}.00`;
  const day = `${iso.slice(8, 10)}${iso.slice(5, 7)}${iso.slice(2, 4)}`;
  return [
    sentence(`GNRMC,${time},A,4527.8500,N,00911.4000,E,0.02,,${day},,,A`),
    sentence(`GNGGA,${time},4527.8500,N,00911.4000,E,1,09,0.95,121.4,M,47.8,M,,`),
    sentence('GNGSA,A,3,05,13,15,18,20,,,,,,,,1.75,0.95,1.47'),
    sentence('GPGSV,2,1,07,05,61,274,38,13,43,066,35,15,38,196,33,18,24,311,29'),
    sentence('GPGSV,2,2,07,20,12,251,25,23,09,040,,30,05,110,'),
    sentence(`GNZDA,${time},${iso.slice(8, 10)},${iso.slice(5, 7)},${iso.slice(0, 4)},00,00`),
  ];
}

/** A sentence with its checksum and line end. */
export function sentence(content: string): string {
  let sum = 0;
  for (const byte of Buffer.from(content)) sum ^= byte;
  return `$${content}*${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`;
}
