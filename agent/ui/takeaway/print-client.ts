import type { AgentMessage, PageMessage } from '../../../protocol/kiosk.ts';
import type { PrinterState, PrintOutcome } from '../../../protocol/printing.ts';
import type { PublicKind } from '../../../protocol/public-link.ts';

/** A page that can be printed. */
export interface PrintedPage {
  kind: PublicKind;
  id: string;
}

/** The receipt that was asked for last, and of which page. */
export type Printing =
  | { step: 'idle' }
  | { step: 'waiting'; page: PrintedPage }
  | { step: 'over'; page: PrintedPage; outcome: PrintOutcome };

/** The totem's receipt printer: how it is, and the one receipt under way. */
export interface PrintClient {
  /** `null` where this totem has none, or nobody has said yet. */
  printer(): { state: PrinterState; languages: readonly string[] } | null;
  printing(): Printing;
  print(page: PrintedPage, language: string): void;
  /** Takes a message of the agent; false where it is for somebody else. */
  hear(message: AgentMessage): boolean;
  /** Whether the agent answers. */
  connected(connected: boolean): void;
  /** Forgets what was printed. */
  wipe(): void;
  subscribe(listener: () => void): () => void;
}

const idle: Printing = { step: 'idle' };

export function createPrintClient({ send }: { send: (message: PageMessage) => void }): PrintClient {
  const listeners = new Set<() => void>();
  let printer: ReturnType<PrintClient['printer']> = null;
  let printing = idle;
  let request = 0;

  function become(next: Printing): void {
    printing = next;
    for (const listener of listeners) listener();
  }

  return {
    printer: () => printer,
    printing: () => printing,
    print({ kind, id }, language) {
      if (printing.step === 'waiting') return;
      request += 1;
      become({ step: 'waiting', page: { kind, id } });
      send({ type: 'print', request, place: { kind, id, language } });
    },
    hear(message) {
      if (message.type === 'printer') {
        printer = { state: message.state, languages: message.languages };
        // What was wrong a moment ago may be mended.
        if (printing.step === 'over' && message.state === 'ready') printing = idle;
        become(printing);
        return true;
      }
      if (message.type !== 'print_result') return false;
      // An answer to the session before is nobody's.
      if (message.request === request && printing.step === 'waiting') {
        become({ step: 'over', page: printing.page, outcome: message.outcome });
      }
      return true;
    },
    connected(connected) {
      if (connected) return;
      // The agent that comes back says anew whether it has a printer.
      printer = null;
      become(
        printing.step === 'waiting' ? { step: 'over', page: printing.page, outcome: 'failed' } : printing,
      );
    },
    wipe() {
      request += 1;
      if (printing !== idle) become(idle);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
