import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { CallView } from '../../protocol/call-page.ts';
import { jsonValidatorOf, SignedIn, validatorOf } from '../../protocol/index.ts';
import { AgentMessage } from '../../protocol/kiosk.ts';
import { put, writeContent } from './content.ts';
import { startHub, type TestHub } from './hub.ts';
import type { Owner } from './owner.ts';
import { makeRelease, newEditor, publish, ringOf, setKeyRing } from './release.ts';

const readSignedIn = validatorOf(SignedIn);
const readMessage = jsonValidatorOf(AgentMessage, 256 * 1024);
const password = 'a long enough password';

const office = `---
name: Ufficio relazioni con il pubblico
summary: Informa e ascolta.
address: Via Vivaio 1
town: Milano
hours: [Quando c’è qualcuno]
---
Ingresso senza gradini.
`;

export const wish = {
  office: 'urp',
  subject: null,
  language: 'it',
  signLanguage: false,
  mode: 'video' as const,
  seen: true,
};

/** A hub with an office that is open whenever somebody is at its desk; `more` is put into its settings of calls. */
export async function startCallingHub(t: Owner, more = ''): Promise<TestHub> {
  const hub = await startHub(t, { yaml: `calls: {loopback: true${more && `, ${more}`}}\n` });
  const folder = await mkdtemp(join(tmpdir(), 'totem-calls-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await writeContent(folder);
  await put(folder, { 'offices/urp/it.md': office });
  const editor = newEditor();
  await setKeyRing(hub, ringOf(editor));
  await publish(hub, await makeRelease(folder, 'r1', editor));
  return hub;
}

/** Makes somebody for the desk and signs them in. */
export async function newOperator(
  hub: TestHub,
  name: string,
  role: 'operator' | 'supervisor' = 'operator',
): Promise<string> {
  await hub.api('/users', { method: 'POST', body: JSON.stringify({ name, role, password }) });
  const answer = await fetch(`${hub.urls.http}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  const signedIn = readSignedIn(await answer.json());
  if (!signedIn.ok) throw new Error(signedIn.error.message);
  return signedIn.value.token;
}

/** The page of a totem, as far as calls go. */
export interface CallingPage {
  act(action: object): void;
  session(state: string): void;
  /** How the call stands now. */
  view(): CallView | null;
  /** All states that were told, one after the other. */
  states: string[];
  texts: { from: string; text: string }[];
  close(): void;
}

export async function openCallingPage(t: Owner, kiosk: string): Promise<CallingPage> {
  const socket = new WebSocket(`${kiosk.replace('http', 'ws')}ws`, {
    headers: { origin: kiosk.replace(/\/$/, '') },
  });
  t.teardown(() => socket.terminate());
  let view: CallView | null = null;
  const states: string[] = [];
  const texts: CallingPage['texts'] = [];
  socket.on('message', (data: Buffer) => {
    const read = readMessage(data);
    if (!read.ok) throw new Error(read.error.message);
    const message = read.value;
    if (message.type === 'callText') texts.push({ from: message.from, text: message.text.text });
    if (message.type !== 'call') return;
    view = message.call;
    const state = view?.state ?? 'none';
    if (states.at(-1) !== state) states.push(state);
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const say = (message: object): void => socket.send(JSON.stringify(message));
  return {
    act: (action) => say({ type: 'call', action }),
    session: (state) => say({ type: 'session', state }),
    view: () => view,
    states,
    texts,
    close: () => socket.close(),
  };
}
