import { useLayoutEffect, useState } from 'preact/hooks';
import type { PrinterState, PrintOutcome } from '../../../protocol/printing.ts';
import type { WordKey } from '../languages/index.ts';
import { useScreen } from '../parts/context.ts';
import { Icon } from '../parts/Icon.tsx';
import type { PrintClient, PrintedPage } from './print-client.ts';

/** The printer, drawn again at every change of it. */
export function usePrinting(): PrintClient {
  const { printing } = useScreen();
  const [, redraw] = useState(0);
  useLayoutEffect(() => printing.subscribe(() => redraw((count) => count + 1)), [printing]);
  return printing;
}

/** Puts the page on paper, or says why that cannot be; nothing where the totem has no printer. */
export function PrintButton({ page }: { page: PrintedPage }) {
  const { words, session } = useScreen();
  const client = usePrinting();
  const printer = client.printer();
  if (printer === null || printer.state === 'probing') return null;
  const printing = client.printing();
  const mine = printing.step !== 'idle' && isSame(printing.page, page);
  const waiting = printing.step === 'waiting';
  const trouble = troubles[printer.state];
  const outcome = mine && printing.step === 'over' ? outcomes[printing.outcome] : null;
  const said = trouble ?? (mine && waiting ? 'print.printing' : outcome);
  const isGood =
    trouble === null && mine && (waiting || (printing.step === 'over' && isPrinted(printing.outcome)));
  return (
    <div class="print">
      {trouble === null && (
        <button
          type="button"
          class="take-away-text"
          aria-disabled={waiting}
          onClick={() => client.print(page, session.language)}
        >
          <Icon name="print" />
          <span>{words('print.button')}</span>
        </button>
      )}
      {trouble === null && !printer.languages.includes(session.language) && (
        <p class="print-note">{words('print.otherLanguage')}</p>
      )}
      <p class={`print-said with-icon${said && !isGood ? ' print-trouble' : ''}`} role="status">
        {said && <Icon name={isGood ? (waiting ? 'clock' : 'done') : 'warning'} />}
        {said && <span>{words(said)}</span>}
      </p>
    </div>
  );
}

function isSame(one: PrintedPage, other: PrintedPage): boolean {
  return one.kind === other.kind && one.id === other.id;
}

function isPrinted(outcome: PrintOutcome): boolean {
  return outcome === 'printed';
}

const troubles: Record<PrinterState, WordKey | null> = {
  probing: null,
  ready: null,
  paper_out: 'print.paperOut',
  cover_open: 'print.coverOpen',
  offline: 'print.outOfOrder',
  failed: 'print.outOfOrder',
  silent: 'print.outOfOrder',
  lost: 'print.outOfOrder',
};

const outcomes: Record<PrintOutcome, WordKey> = {
  printed: 'print.printed',
  busy: 'print.failed',
  limited: 'print.limited',
  unknown: 'print.failed',
  paper_out: 'print.paperOut',
  cover_open: 'print.coverOpen',
  failed: 'print.failed',
};
