import type { Logger } from 'pino';
import type { CompiledContent } from '../../protocol/content/index.ts';
import {
  type AgentMessage,
  type PageMessage,
  type PrinterConfiguration,
  type PrinterState,
  type PrintOutcome,
  type PublicServices,
  publicLink,
} from '../../protocol/index.ts';
import { encodeReceipt } from './escpos.ts';
import { createPrinterFaults, type Faults } from './faults.ts';
import { followPrinter, type Pace, usualPace } from './printer.ts';
import { composeReceipt } from './receipt.ts';
import { printedLanguages } from './words.ts';

/** What citizens can take away on paper. */
export interface Printing {
  state(): PrinterState;
  /** What a page that has just come is told. */
  greeting(): AgentMessage;
  /** Takes what the citizen's page of this connection says; what is no wish for paper is left alone. */
  heard(message: PageMessage, connection: number): void;
  /** A session began or ended: the next citizen has a share of his own. */
  session(active: boolean): void;
  stop(): Promise<void>;
}

export interface PrintingOptions {
  settings: PrinterConfiguration;
  content: () => CompiledContent | null;
  /** What the hub offers: where its public pages are. */
  services: () => PublicServices;
  /** To every page, or to that of one connection. */
  send(message: AgentMessage, connection?: number): void;
  faults: Faults;
  /** Milliseconds of the calendar. */
  now: () => number;
  pace?: Partial<Pace>;
  log: Logger;
}

type Wish = Extract<PageMessage, { type: 'print' }>;

export function startPrinting(options: PrintingOptions): Printing {
  const { settings, content, services, send, now, log } = options;
  /** Receipts of the citizen’s session, and whether one is being printed. */
  let receipts = 0;
  let printing = false;

  const printer = followPrinter({
    settings,
    faults: createPrinterFaults(options.faults),
    pace: { ...usualPace, ...options.pace },
    onState: () => send(greeting()),
    log,
  });
  function greeting(): AgentMessage {
    return { type: 'printer', state: printer.state(), languages: [...printedLanguages] };
  }

  async function print({ place }: Wish): Promise<PrintOutcome> {
    if (printing) return 'busy';
    if (receipts >= settings.perSession) return 'limited';
    const shown = content();
    if (!shown) return 'unknown';
    const { url, group } = services();
    const { language, ...page } = place;
    const link = url === null ? null : publicLink({ url, group }, language, page);
    const parts = composeReceipt({ content: shown, wanted: place, link, now: now() });
    if (!parts) return 'unknown';
    const { paper, cut, codePage } = settings;
    printing = true;
    try {
      const outcome = await printer.print(encodeReceipt(parts, { width: paper, cut, codePage }));
      if (outcome === 'printed') receipts += 1;
      return outcome;
    } finally {
      printing = false;
    }
  }

  return {
    state: printer.state,
    greeting,
    heard(message, connection) {
      if (message.type !== 'print') return;
      const { request } = message;
      print(message)
        .catch((error: unknown): PrintOutcome => {
          log.error({ err: error }, 'a receipt could not be made');
          return 'failed';
        })
        .then((outcome) => send({ type: 'print_result', request, outcome }, connection));
    },
    session(active) {
      if (!active) receipts = 0;
    },
    stop: printer.stop,
  };
}
