import type { AgentMessage, CallView } from '../../protocol/index.ts';
import { callView } from '../harness/call-view.ts';
import type { Step } from './scenes.ts';

/** A call, as the agent tells of it, and what the citizen does about it. */
const before = callView('urp');

const talk: CallView = {
  ...before,
  state: 'connected',
  parties: [...before.parties, { party: 'operator', role: 'urp', listens: false }],
  picture: true,
};

const writing: CallView = { ...talk, picture: false, wish: { ...before.wish, mode: 'text' } };

/** Name of the picture that stands for the document's page. */
export const documentPage = 'd'.repeat(64);

const document: CallView['share'] = {
  kind: 'document',
  url: `/call/pictures/${documentPage}`,
  title: 'Richiesta di accesso agli atti',
  pages: 3,
  page: 2,
  pointer: { x: 0.4, y: 0.485 },
};

const form: CallView['share'] = {
  kind: 'form',
  form: '6b3f0b0c-3c5e-4c38-9d8e-0f6c1d2a3b4c',
  title: 'Per fissare l’appuntamento',
  fields: [
    { name: 'name', label: 'Nome e cognome', kind: 'text', required: true, options: [] },
    { name: 'phone', label: 'Telefono', kind: 'phone', required: false, options: [] },
    { name: 'when', label: 'Quando?', kind: 'choice', required: true, options: ['Mattina', 'Pomeriggio'] },
  ],
};

const tomorrow = new Date(new Date().setUTCHours(32, 0, 0, 0)).toISOString();

const tell = (call: CallView | null): AgentMessage => ({ type: 'call', call });
const said = (from: string, line: number, text: string, final = true): AgentMessage => ({
  type: 'callText',
  from,
  text: { line, text, final },
});

const begin: Step[] = [
  { tell: [tell(null)] },
  { press: ['.call-first'] },
  { shows: '.stage:not([data-behind]) .entry-call' },
];
const end: Step[] = [
  { tell: [tell(null)] },
  { press: ['[data-key~=home]', '.bar-end', '.thanks-close'] },
  { shows: '.attract' },
];
/** From home to the choice of how to call. */
const wishes: Step[] = [
  { press: ['.entry-offices', '[data-place=offices] .row'] },
  { shows: '.call-how' },
  { press: ['.call-how'] },
  { shows: '.manner' },
];
/** From home into the talk. */
const answered: Step[] = [
  { press: ['.entry-call'] },
  { tell: [tell(talk)] },
  { shows: '.meeting-hole[data-open]' },
];

/** Every state of a call, in the default profile and language. */
export const calls: Step[] = [
  ...begin,
  ...wishes,
  { press: ['.wishes-change'] },
  { shows: '.wishes-offices .row', picture: 'call-offices' },
  { press: ['.wishes-offices .row'] },
  { shows: '.manner', picture: 'call-wishes' },
  { press: ['.call-main'] },
  { tell: [tell({ ...before, state: 'waiting', position: 3, wait: { from: 4, to: 8 } })] },
  { shows: '.queue-number', picture: 'call-waiting' },
  { tell: [tell({ ...before, state: 'ringing' })] },
  { shows: '.queue-rings', picture: 'call-ringing' },
  { tell: [tell({ ...talk, speaking: ['operator'] })] },
  { shows: '.meeting-hole[data-speaks]', picture: 'call-speaking' },
  { tell: [tell(talk), said('operator', 0, 'Buongiorno, sono dell’URP: come posso aiutarla?')] },
  { shows: '.line', picture: 'call' },
  { tell: [tell({ ...talk, share: document })] },
  { shows: '.shared-pointer', picture: 'call-document' },
  { tell: [tell({ ...talk, share: form })] },
  { shows: '.form-field', picture: 'call-form' },
  { tell: [tell({ ...talk, state: 'interrupted', picture: false })] },
  { shows: '.meeting-trouble', picture: 'call-interrupted' },
  { tell: [tell({ ...before, state: 'ended', outcome: 'answered' })] },
  { shows: '.over', picture: 'call-ended' },
  { tell: [tell({ ...before, state: 'ended', outcome: 'broken' })] },
  { shows: '.tone-red', picture: 'call-broken' },
  { tell: [tell({ ...before, state: 'closed', opens: tomorrow })] },
  { shows: '.tone-ochre', picture: 'call-closed' },
  { press: ['.over-body .call-main'] },
  { shows: '.texting-keys', picture: 'call-ring-back' },
  { tell: [tell(writing)] },
  { shows: '.meeting .key' },
  { tell: [said('operator', 1, 'Certo: le mostro il modulo. Lo stam', false)] },
  { write: 'vorrei una copia' },
  { shows: '.line-mine', picture: 'call-text' },
  ...end,
];

/** What a profile changes of a call: the talk, with a document, and with the keys to write. */
export function callTour(name: string): Step[] {
  return [
    ...begin,
    ...answered,
    { tell: [said('operator', 0, 'Buongiorno, sono dell’URP: come posso aiutarla?')] },
    { shows: '.line', picture: `${name}-call` },
    { tell: [tell({ ...talk, share: document })] },
    { shows: '.shared-pointer', picture: `${name}-document` },
    { tell: [tell(talk)] },
    { press: ['.meeting-bar > .device:nth-of-type(3)'] },
    { shows: '.meeting .key', picture: `${name}-writing` },
    { tell: [tell({ ...before, state: 'ended', outcome: 'answered' })] },
    { shows: '.over' },
    ...end,
  ];
}
