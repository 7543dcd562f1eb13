import type { Page } from 'playwright-core';
import type { AssistantReply, SearchResult } from '../../../protocol/index.ts';
import { begin, calm, type Opened } from './browser.ts';

/** Every state that a citizen can meet, in the order in which `everywhere` comes to them. */
export const states = [
  'attract',
  'home',
  'category',
  'card',
  'office',
  'map',
  'offices',
  'notices',
  'news',
  'event',
  'search',
  'results',
  'assistant',
  'answer',
  'typing',
  'chooser',
  'warning',
  'thanks',
] as const;
export type State = (typeof states)[number];

const result: SearchResult = {
  kind: 'card',
  id: 'lavoro-uno',
  title: 'Iscriversi allo sportello lavoro',
  language: 'it',
  marks: [{ from: 0, to: 5 }],
};

const answer: AssistantReply = {
  kind: 'answer',
  card: 'lavoro-uno',
  office: null,
  passage: 'times',
  text: 'Il colloquio si tiene entro 30 giorni.',
  source: { title: 'Iscriversi allo sportello lavoro', language: 'it', updated: '2026-10-05', link: null },
  alternatives: [{ id: 'card/scuola-uno', label: 'Iscriversi allo sportello scuola' }],
  phrasedBy: 'content',
};

/** Presses without looking whether it can be seen: how it can be reached is what others test. */
const press = (page: Page, selector: string, index = 0) =>
  page
    .locator(selector)
    .nth(index)
    .evaluate((element) => element instanceof HTMLElement && element.click());

/** Goes through every state of the page, with answers of the agent, and calls back in each of them. */
export async function everywhere(
  { page, server }: Opened,
  profiles: NonNullable<Extract<Parameters<typeof server.send>[0], { type: 'configuration' }>['profiles']>,
  look: (state: State) => Promise<void>,
): Promise<void> {
  const home = async () => {
    await press(page, '[data-key~=home]');
    await page.locator('.home').waitFor();
  };
  const at = async (state: State, selector: string) => {
    await page.locator(selector).first().waitFor();
    await look(state);
  };
  await look('attract');
  await begin(page);
  await look('home');
  await press(page, '.tile');
  await at('category', '.category');
  await press(page, '.row');
  await at('card', '.service');
  await press(page, '.office-box .wide-button');
  await at('office', '.office');
  await page.getByRole('button', { name: 'Vedi la strada sulla mappa' }).evaluate((element) => {
    if (element instanceof HTMLElement) element.click();
  });
  await at('map', '.way');
  await home();
  await press(page, '.entry-offices');
  await at('offices', '.row');
  await home();
  if (await page.locator('.entry-notices').isVisible()) {
    await press(page, '.entry-notices');
    await at('notices', '.notices');
    await press(page, '.notices .row');
    await at('news', '.service');
    await home();
    await press(page, '.strip-item', 1);
    await at('event', '.service');
    await home();
  }
  await press(page, '.search-button');
  await at('search', '.search');
  await page.locator('.field-input').fill('iscri');
  const searched = await server.heard((message) => message.type === 'search' && message.text === 'iscri');
  if (searched.type === 'search')
    server.send({ type: 'found', number: searched.number, results: [result, result] });
  await page.locator('.result').first().waitFor();
  if (profiles.includes('low')) await press(page, '.typing-switch');
  await look('results');
  await home();
  await press(page, '.entry-ask');
  await page.locator('.assistant').waitFor();
  server.send({ type: 'suggestions', language: 'it', questions: ['Come mi iscrivo?', 'Quanto costa?'] });
  await page.getByText('Quanto costa?').waitFor();
  await look('assistant');
  await page.getByText('Quanto costa?').evaluate((element) => element.closest('button')?.click());
  const asked = await server.heard((message) => message.type === 'ask');
  if (asked.type === 'ask')
    server.send({ type: 'answer', number: asked.number, language: 'it', reply: answer });
  await page.getByText(answer.text).first().waitFor();
  await look('answer');
  await press(page, '.write');
  await at('typing', '.key');
  await press(page, '.bar .profiles-button');
  await at('chooser', '.profiles');
  await press(page, '.chooser-done');
  server.send({ ...calm, profiles, idleSeconds: 1, warningSeconds: 300 });
  await at('warning', '.warning');
  await press(page, '.warning .quiet-button');
  await at('thanks', '.faces');
}
