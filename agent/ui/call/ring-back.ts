import type { AppointmentRequest } from './types.ts';

/** A request to be rung up, as it is made. The number is nowhere once it was sent. */
export interface RingBack {
  step: 'typing' | 'sent';
  typed: string;
  when: AppointmentRequest['when'];
  /** What was typed is no telephone number. */
  wrong: boolean;
}

export const freshRingBack: RingBack = { step: 'typing', typed: '', when: 'any', wrong: false };

export const ringBackTimes: readonly AppointmentRequest['when'][] = ['any', 'morning', 'afternoon'];

/** The number in figures alone; `undefined` where it is none (E.164 allows 15 figures). */
export function numberOf(typed: string): string | undefined {
  const number = typed.replace(/[\s./-]/g, '').replace(/^00/, '+');
  return /^\+?\d{5,15}$/.test(number) ? number : undefined;
}
