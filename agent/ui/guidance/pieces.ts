/** Words to be spoken, in one language. */
export interface Piece {
  text: string;
  language: string;
  /** Whether it is of the citizen's own: typed or asked by them. */
  personal: boolean;
}

/** What a citizen has written, wherever the page shows it again. */
const personal = '.field-input, .asked, .result-quote, [data-personal]';

/** What an element says to whoever does not see it: its name as browsers work it out, by language. */
export function piecesOf(element: Element): Piece[] {
  const labelledBy = element.getAttribute('aria-labelledby');
  if (labelledBy) {
    return labelledBy.split(/\s+/).flatMap((id) => {
      const label = element.ownerDocument.getElementById(id);
      return label ? textsOf(label) : [];
    });
  }
  const label = element.getAttribute('aria-label') ?? element.getAttribute('alt');
  if (label) return [{ text: label, language: languageOf(element), personal: false }];
  return textsOf(element);
}

/** The texts inside, in their order; what lies in one line is one text. */
export function textsOf(element: Element): Piece[] {
  const pieces: Piece[] = [];
  let block: Element | null = null;
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const around = node.parentElement;
    const text = node.textContent?.replace(/\s+/g, ' ') ?? '';
    if (!around || text.trim() === '' || isSilent(around)) continue;
    const piece = { text, language: languageOf(around), personal: around.closest(personal) !== null };
    const line = blockOf(around, element);
    const last = pieces.at(-1);
    if (last && last.language === piece.language && last.personal === piece.personal) {
      last.text = line === block ? last.text + text : joined(last.text, text);
    } else pieces.push(piece);
    block = line;
  }
  return pieces.map((piece) => ({ ...piece, text: piece.text.replace(/\s+/g, ' ').trim() }));
}

/** Two texts that are told one after the other, with a pause between them. */
export function joined(first: string, second: string): string {
  const before = first.trim();
  return before === '' || /[.!?:;…。！？؟،]$/u.test(before) ? `${before} ${second}` : `${before}. ${second}`;
}

export function languageOf(element: Element): string {
  return element.closest<HTMLElement>('[lang]')?.lang ?? '';
}

function isSilent(element: Element): boolean {
  return element.closest('[aria-hidden="true"]') !== null || element.getClientRects().length === 0;
}

/** The nearest element that begins a line of its own. */
function blockOf(element: Element, within: Element): Element {
  let block = element;
  while (block !== within && getComputedStyle(block).display.startsWith('inline') && block.parentElement) {
    block = block.parentElement;
  }
  return block;
}
