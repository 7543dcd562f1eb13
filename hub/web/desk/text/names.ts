import type { DeskCatalogue } from '../../../../protocol/calls/catalogue.ts';
import type { CallOutcome } from '../../../../protocol/calls/states.ts';
import type { CallMode, CallWish } from '../../../../protocol/calls/wish.ts';

const languages = new Intl.DisplayNames('en', { type: 'language' });

export function languageName(tag: string): string {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Names of the content; an id that it does not have any more stands for itself. */
export function officeName({ offices }: DeskCatalogue, id: string): string {
  return offices.find((office) => office.id === id)?.name ?? id;
}

export function cardTitle({ cards }: DeskCatalogue, id: string): string {
  return cards.find((card) => card.id === id)?.title ?? id;
}

/** What a call is about: the card the citizen was reading, or else the office alone. */
export function subjectOf(catalogue: DeskCatalogue, wish: Pick<CallWish, 'office' | 'subject'>): string {
  return wish.subject === null ? officeName(catalogue, wish.office) : cardTitle(catalogue, wish.subject);
}

export const modeNames: Readonly<Record<CallMode, string>> = {
  video: 'Video',
  voice: 'Voice',
  text: 'Text',
};

export const outcomeSentences: Readonly<Record<CallOutcome, string>> = {
  answered: 'You talked to each other, and one of you hung up.',
  abandoned: 'The citizen left before you were connected.',
  lost: 'The citizen vanished from the queue.',
  broken: 'The line was lost and did not come back.',
  failed: 'No sound or picture ever came through.',
  closed: 'The office closed.',
};

/** "0:07", "12:40", "1:02:03". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, place) => (place === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
