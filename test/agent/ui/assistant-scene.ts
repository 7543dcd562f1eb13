import type { ExecutionContext } from 'ava';
import type { Page } from 'playwright-core';
import type { AssistantReply, PageMessage } from '../../../protocol/index.ts';
import { type Bench, begin, type Opened, openPage } from './browser.ts';

export const answer: AssistantReply = {
  kind: 'answer',
  card: 'scuola-uno',
  office: null,
  passage: 'costs',
  text: 'È gratuito. Porta un documento valido.',
  source: { title: 'Iscriversi allo sportello scuola', language: 'it', updated: '2026-10-05', link: null },
  alternatives: [{ id: 'card:lavoro-uno', label: 'Iscriversi allo sportello lavoro' }],
  phrasedBy: 'content',
};
export const choice: AssistantReply = {
  kind: 'choice',
  text: 'Che cosa intendi?',
  options: [
    { id: 'card:scuola-uno', label: 'Scuola' },
    { id: 'card:lavoro-uno', label: 'Lavoro' },
  ],
};
export const flow: AssistantReply = {
  kind: 'flow',
  flow: 'zona',
  card: 'lavoro-uno',
  slot: 'zona',
  text: 'In quale zona abiti?',
  options: ['Nord', 'Est', 'Sud', 'Ovest', 'Centro'].map((label) => ({ id: `slot:${label}`, label })),
};
export const rephrase: AssistantReply = { kind: 'rephrase', text: 'Puoi dirlo con altre parole?' };
export const unknown: AssistantReply = {
  kind: 'unknown',
  text: 'Non lo so.',
  elsewhere: null,
  offerPerson: true,
};
export const emergency: AssistantReply = {
  kind: 'written',
  which: 'emergency',
  text: 'Chiama subito il 112: è gratuito.',
  offerPerson: false,
};
export const crisis: AssistantReply = {
  kind: 'written',
  which: 'crisis',
  text: 'Non devi restare solo: chiama il 112, o lo 02 2327 2327.',
  offerPerson: true,
};

export type Asked = Extract<PageMessage, { type: 'ask' | 'ask_option' }>;
export const isAsked = (message: PageMessage): message is Asked =>
  message.type === 'ask' || message.type === 'ask_option';

/** The assistant's screen, with a voice and an ear where they are wanted. */
export async function enter(
  t: ExecutionContext,
  bench: Bench,
  options: Parameters<typeof openPage>[2] = {},
  can: { spoken?: ('it' | 'en')[]; understood?: ('it' | 'en')[] } = {},
) {
  const opened = await openPage(t, bench, {
    configuration: { office: 'sportello' },
    context: { viewport: { width: 540, height: 960 }, reducedMotion: 'reduce' },
    ...options,
  });
  const { page, server } = opened;
  server.send({
    type: 'voice',
    languages: can.spoken ?? [],
    understood: can.understood ?? [],
    volume: 0.7,
    privateListening: false,
  });
  await begin(page);
  await page.locator('.entry-ask').click();
  await server.heard((message) => message.type === 'ask_suggestions');
  server.send({
    type: 'suggestions',
    language: 'it',
    questions: ['Quanto costa iscriversi?', 'Dove si trova lo sportello?'],
  });
  await page.locator('.ask').first().waitFor();
  return opened;
}

/** Answers the question that the page asks next because of `act`. */
export async function replied({ server, page }: Opened, act: () => Promise<void>, reply: AssistantReply) {
  const since = server.received.length;
  await act();
  const asked = await server.heard(isAsked, since);
  await page.locator('.dots').waitFor();
  if (isAsked(asked)) server.send({ type: 'answer', number: asked.number, language: asked.language, reply });
  await page.locator('.said').filter({ hasText: reply.text }).waitFor();
  return asked;
}

/** Types on the glass and asks. */
export const typing = (page: Page, text: string) => async () => {
  await page.locator('.write').click();
  for (const letter of text)
    await page.locator('.asking .key', { hasText: new RegExp(`^${letter}$`) }).click();
  await page.locator('.key-done').click();
};
