import type { Words } from '../languages/index.ts';
import { languageOf, type Piece, piecesOf, textsOf } from './pieces.ts';

/** What is told of an element that the citizen comes to: its name, what it is, how it stands, where in its list. */
export function described(element: Element, words: Words): Piece[] {
  if (element instanceof HTMLInputElement) return field(element, words);
  const pieces = piecesOf(element);
  if (element.matches('.scroller h1')) return [...pieces, ...heading(element, words)];
  if (!element.matches('button, [role="button"], a[href]')) return pieces;
  const about = element.getAttribute('aria-describedby');
  const description = about ? element.ownerDocument.getElementById(about) : null;
  return [
    ...pieces,
    ...own(stateOf(element, words)),
    ...(description ? textsOf(description) : []),
    // A key of the keyboard is heard a hundred times: its letter is enough.
    ...(element.closest('.keyboard') ? [] : own(placeOf(element, words))),
  ];
}

/** The dialog that the focus has come into: its title and text, before what has the focus. */
export function introduced(dialog: Element): Piece[] {
  const about = dialog.getAttribute('aria-describedby');
  const description = about ? dialog.ownerDocument.getElementById(about) : null;
  return [...piecesOf(dialog), ...(description ? textsOf(description) : [])];
}

/** Words of the page itself, in the language of the page. */
export function own(text: string): Piece[] {
  return text === '' ? [] : [{ text, language: document.documentElement.lang, personal: false }];
}

function heading(element: Element, words: Words): Piece[] {
  const area = element.closest('.stage');
  const lead = element.parentElement?.querySelector('.lead');
  const choices = area?.querySelectorAll('.scroller button:not(:disabled)').length ?? 0;
  return [
    ...(lead ? textsOf(lead) : []),
    ...own(choices > 0 ? words('guidance.choices', { count: choices }) : ''),
  ];
}

function stateOf(element: Element, words: Words): string {
  const checked = element.getAttribute('aria-checked');
  if (checked !== null) return words(checked === 'true' ? 'guidance.on' : 'guidance.off');
  if (element.getAttribute('aria-pressed') === 'true') return words('guidance.chosen');
  return element.closest('.keyboard') ? '' : words('guidance.button');
}

/** "2 of 6", for a choice that stands in a list of choices. */
function placeOf(element: Element, words: Words): string {
  const item = element.closest('li');
  const items = [...(item?.parentElement?.children ?? [])].filter((each) => each.querySelector('button'));
  if (!item || items.length < 2) return '';
  return words('guidance.place', { at: items.indexOf(item) + 1, of: items.length });
}

function field(input: HTMLInputElement, words: Words): Piece[] {
  const name = input.getAttribute('aria-label') ?? '';
  const kind = words('guidance.field');
  if (input.value === '') return own(`${name}. ${kind}. ${words('guidance.empty')}`);
  return [...own(`${name}. ${kind}`), { text: input.value, language: languageOf(input), personal: true }];
}
