import type { AgentMessage } from '../../../protocol/kiosk.ts';
import type { PrinterState, PrintOutcome } from '../../../protocol/printing.ts';

type Fields = Record<string, unknown>;

const states: readonly PrinterState[] = [
  'probing',
  'ready',
  'paper_out',
  'cover_open',
  'offline',
  'failed',
  'silent',
  'lost',
];
const outcomes: readonly PrintOutcome[] = [
  'printed',
  'busy',
  'limited',
  'unknown',
  'paper_out',
  'cover_open',
  'failed',
];

/** Reads how the printer is and what became of a receipt. */
export const printReaders: Record<string, (fields: Fields) => AgentMessage | undefined> = {
  printer({ state, languages }) {
    const known = states.find((name) => name === state);
    if (!known || !Array.isArray(languages)) return undefined;
    return { type: 'printer', state: known, languages: languages.filter((one) => typeof one === 'string') };
  },
  print_result({ request, outcome }) {
    const known = outcomes.find((name) => name === outcome);
    return known && typeof request === 'number'
      ? { type: 'print_result', request, outcome: known }
      : undefined;
  },
};
