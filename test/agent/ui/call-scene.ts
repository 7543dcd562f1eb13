import type { ExecutionContext } from 'ava';
import type { AgentMessage, CallAction, CallView } from '../../../protocol/index.ts';
import { callView, wishFor } from '../../harness/call-view.ts';
import { type Bench, begin, type Opened, openPage } from './browser.ts';
import { fixtureContent } from './fixture.ts';

export const wish = wishFor('sportello');

/** A call that is being asked for, with what is different of it. */
export const view = (part: Partial<CallView> = {}) => callView('sportello', part);

export const waiting = view({ state: 'waiting', position: 3, wait: { from: 4, to: 8 } });
const both: CallView['parties'] = [
  { party: 'citizen', role: '', listens: false },
  { party: 'operator', role: 'sportello', listens: false },
];
export const connecting = view({ state: 'connecting', parties: both });
export const connected = view({ state: 'connected', parties: both, picture: true });
export const text = view({ state: 'connected', parties: both, wish: { ...wish, mode: 'text' } });

export const form: CallView['share'] = {
  kind: 'form',
  form: '6b3f0b0c-3c5e-4c38-9d8e-0f6c1d2a3b4c',
  title: 'I suoi dati',
  fields: [
    { name: 'name', label: 'Nome', kind: 'text', required: true, options: [] },
    { name: 'born', label: 'Data di nascita', kind: 'date', required: true, options: [] },
    {
      name: 'how',
      label: 'Come preferisce?',
      kind: 'choice',
      required: false,
      options: ['Di persona', 'Per posta'],
    },
  ],
};
export const appointment: CallView['share'] = {
  kind: 'appointment',
  office: 'sportello',
  title: 'Sportello di prova',
  place: 'Via della Prova 1, Milano',
  at: '2026-12-01T09:30:00Z',
  note: 'Porti un documento; anche scaduto.',
  code: 'A7K-42',
};

export type Acted<Do extends CallAction['do']> = Extract<CallAction, { do: Do }>;

/** Waits for what the page does about its call next, from `since` on. */
export async function acted<Do extends CallAction['do']>(
  { server }: Opened,
  what: Do,
  since = 0,
): Promise<Acted<Do>> {
  const found = await server.heard((message) => message.type === 'call' && message.action.do === what, since);
  if (found.type !== 'call' || found.action.do !== what) throw new Error('another message');
  return found.action as Acted<Do>;
}

/** The content of the fixture with a second office that never closes, so that there is one to choose. */
export function twoOffices() {
  const content = fixtureContent('r1');
  const [office] = content.offices;
  if (!office) throw new Error('the fixture has an office');
  const always = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]);
  const versions = Object.fromEntries(
    Object.entries(office.versions).map(([language, version]) => [
      language,
      { ...version, name: language === 'it' ? 'Ufficio sempre aperto' : 'Always open office' },
    ]),
  );
  const other = {
    ...office,
    id: 'sempre',
    map: null,
    opening: { week: always, holidays: false, patron: null, exceptions: [] },
    versions,
  };
  return { ...content, offices: [office, other] };
}

type Configuration = Partial<Extract<AgentMessage, { type: 'configuration' }>>;

/** The page in a session, on a totem that can call. */
export async function enter(
  t: Pick<ExecutionContext, 'teardown'>,
  bench: Bench,
  {
    configuration = {},
    size = { width: 540, height: 960 },
  }: { configuration?: Configuration; size?: { width: number; height: number } } = {},
): Promise<Opened> {
  const opened = await openPage(t, bench, {
    content: twoOffices(),
    configuration: { office: 'sportello', ...configuration },
    context: { viewport: size, reducedMotion: 'reduce' },
  });
  opened.server.send({ type: 'call', call: null });
  await begin(opened.page);
  await opened.page.locator('.entry-call').waitFor();
  return opened;
}

export const tell = ({ server }: Opened, call: CallView | null) => server.send({ type: 'call', call });
