import type { TotemEvent } from '../../../protocol/index.ts';

/** Usage of one day, enough of it to be reported on. */
export function used(at: string): TotemEvent[] {
  const times = (count: number, event: TotemEvent) => Array.from({ length: count }, () => event);
  return [
    ...times(12, { kind: 'session.ended', at, seconds: 60, language: 'it', reason: 'left' }),
    ...times(6, {
      kind: 'session.ended',
      at,
      seconds: 30,
      language: 'en',
      reason: 'idle',
      profiles: ['large'],
    }),
    ...times(9, { kind: 'card.viewed', at, card: 'carta-identita', language: 'it' }),
    ...times(7, { kind: 'question.asked', at, outcome: 'answered', card: 'carta-identita', language: 'it' }),
    ...times(2, { kind: 'question.asked', at, outcome: 'unanswered', card: null, language: 'it' }),
    ...times(5, { kind: 'question.word', at, word: 'monopattino', language: 'it' }),
    ...times(6, { kind: 'answer.helped', at, card: 'carta-identita', helped: true, language: 'it' }),
    ...times(8, { kind: 'session.rated', at, face: 'good', language: 'it' }),
    ...times(5, { kind: 'place.left', at, places: [{ kind: 'home' }, { kind: 'search' }], language: 'en' }),
  ];
}
