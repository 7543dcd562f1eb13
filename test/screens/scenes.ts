import type { AgentMessage } from '../../protocol/index.ts';

/** What is done on the citizen's page, one step after the other, and which pictures are taken on the way. */
export type Step =
  /** Presses these one after the other. */
  | { press: string[] }
  /** Writes on the glass. */
  | { write: string }
  /** Tells the page what an agent would. */
  | { tell: AgentMessage[] }
  /** Waits until this is there, and takes a picture of this name. */
  | { shows: string; picture: string }
  | { shows: string };

const begin: Step[] = [{ press: ['.call-first'] }, { shows: '.stage:not([data-behind]) .home' }];
const home: Step[] = [{ press: ['[data-key~=home]'] }, { shows: '.home' }];

/** From home to an answer of the assistant; a question that is not typed is the first one that it proposes. */
function ask(question: string | undefined): Step[] {
  const asking: Step[] = [{ press: ['.entry-ask'] }, { shows: '.ask' }];
  if (question === undefined) return [...asking, { press: ['.ask'] }, { shows: '.source' }];
  return [
    ...asking,
    { press: ['.write'] },
    { shows: '.key' },
    { write: question },
    { press: ['.key-done'] },
    { shows: '.source' },
  ];
}

/** Every state, in the default profile and language. */
export const states: Step[] = [
  { shows: '.attract', picture: 'attract' },
  { press: ['.call-first'] },
  { shows: '.stage:not([data-behind]) .home', picture: 'home' },
  { press: ['.tile'] },
  { shows: '.category', picture: 'category' },
  { press: ['.row'] },
  { shows: '.service', picture: 'card' },
  { press: ['.service .wide-button'] },
  { shows: '.office', picture: 'office' },
  ...home,
  { press: ['.entry-offices'] },
  { shows: '[data-place=offices] .row', picture: 'offices' },
  { press: ['[data-place=offices] .row'] },
  { shows: '.map-button' },
  { press: ['.map-button'] },
  { shows: '.way', picture: 'map' },
  ...home,
  { press: ['.entry-notices'] },
  { shows: '.notices', picture: 'notices' },
  ...home,
  { press: ['.strip-item'] },
  { shows: '.announced', picture: 'notice' },
  ...home,
  { press: ['.search-button'] },
  { shows: '.key', picture: 'search' },
  { write: 'disocupazione' },
  { shows: '.result', picture: 'search-found' },
  ...home,
  { press: ['.entry-ask'] },
  { shows: '.ask', picture: 'assistant' },
  { press: ['.write'] },
  { shows: '.key', picture: 'assistant-typing' },
  { write: 'ho perso il lavoro' },
  { press: ['.key-done'] },
  { shows: '.source', picture: 'assistant-answer' },
  { press: ['.source'] },
  { shows: '.take-away-text' },
  { press: ['.take-away-text'] },
  { shows: '.texting-keys', picture: 'text-message' },
  ...home,
  { press: ['.language-button'] },
  { shows: '.language-sheet', picture: 'languages' },
  { press: ['.language-sheet [aria-pressed=true]'] },
  { shows: '.stage:not([inert]) .home' },
  { press: ['.bar .profiles-button'] },
  { shows: '.chooser', picture: 'accessibility' },
  { press: ['.chooser-done', '.stage:not([inert]) .bar-end'] },
  { shows: '.thanks', picture: 'thanks' },
  { press: ['.thanks-close'] },
  { shows: '.attract' },
];

/** What a profile, or a language, changes: home, a card, an answer. */
export function tour(name: string, question: string | undefined): Step[] {
  return [
    ...begin,
    { shows: '.home', picture: `${name}-home` },
    { press: ['.tile', '.category .row'] },
    { shows: '.service', picture: `${name}-card` },
    ...home,
    ...ask(question),
    { shows: '.source', picture: `${name}-answer` },
    { press: ['.bar-end', '.thanks-close'] },
    { shows: '.attract' },
  ];
}
