import type { FaultCode, PrinterState } from '../../protocol/index.ts';

/** Where a part tells what is wrong with it. */
export interface Faults {
  raise(code: FaultCode, message: string, part?: string): void;
  clear(code: FaultCode, part?: string): void;
}

/** Faults of the printer: at most one holds, and that the paper ends soon beside it. */
export interface PrinterFaults {
  tell(state: PrinterState, message: string, paperLow: boolean): void;
}

const codes = {
  lost: 'printer.lost',
  silent: 'printer.silent',
  paper_out: 'printer.paper_out',
  cover_open: 'printer.cover_open',
  offline: 'printer.offline',
  failed: 'printer.failed',
} as const satisfies Partial<Record<PrinterState, FaultCode>>;

export function createPrinterFaults(faults: Faults): PrinterFaults {
  let told: { code: FaultCode | null; message: string } | null = null;
  let low: boolean | null = null;
  return {
    tell(state, message, paperLow) {
      // While nothing is known yet, what was wrong before may be so still.
      if (state === 'probing') return;
      const code = state === 'ready' ? null : codes[state];
      if (told?.code !== code || told.message !== message) {
        if (code) faults.raise(code, message);
        // What a former run of the agent left is over as soon as this one knows better.
        for (const other of told ? [told.code] : Object.values(codes)) {
          if (other && other !== code) faults.clear(other);
        }
        told = { code, message };
      }
      // A printer that is gone says nothing about its paper.
      const isLow = paperLow && state !== 'paper_out';
      if (low === isLow || state === 'lost' || state === 'silent') return;
      low = isLow;
      if (isLow) faults.raise('printer.paper_low', 'the roll of the printer is nearly at its end');
      else faults.clear('printer.paper_low');
    },
  };
}
