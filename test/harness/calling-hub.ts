import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetch } from 'undici';
import { SignedIn, validatorOf } from '../../protocol/index.ts';
import { wishFor } from './call-view.ts';
import { put, writeContent } from './content.ts';
import { type HubOptions, startHub, type TestHub } from './hub.ts';
import type { Owner } from './owner.ts';
import { makeRelease, newEditor, publish, ringOf, setKeyRing } from './release.ts';

const readSignedIn = validatorOf(SignedIn);
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

/** What a citizen asks for at the office of a hub for calls. */
export const wish = wishFor('urp');

/** A hub with an office that is open whenever somebody is at its desk; `more` is put into its settings of calls. */
export function startCallingHub(t: Owner, more = ''): Promise<TestHub> {
  return startHubWithOffice(t, { yaml: `calls: {loopback: true${more && `, ${more}`}}\n` });
}

/** The same with all settings of one's own. */
export async function startHubWithOffice(t: Owner, options: HubOptions): Promise<TestHub> {
  const hub = await startHub(t, options);
  const folder = await mkdtemp(join(tmpdir(), 'totem-calls-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await writeContent(folder);
  await put(folder, { 'offices/urp/it.md': office });
  const editor = newEditor();
  await setKeyRing(hub, ringOf(editor));
  await publish(hub, await makeRelease(folder, 'r1', editor));
  return hub;
}

/** Makes somebody for the desk and signs them in. Gives the token of their session. */
export async function newOperator(
  hub: TestHub,
  name: string,
  role: 'operator' | 'supervisor' = 'operator',
): Promise<string> {
  await hub.api('/users', { method: 'POST', body: JSON.stringify({ name, role, password }) });
  return signInAs(hub, name, password);
}

/** Gives the token of a session of that user. */
export async function signInAs(hub: TestHub, name: string, secret: string): Promise<string> {
  const answer = await fetch(`${hub.urls.http}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password: secret }),
  });
  const signedIn = readSignedIn(await answer.json());
  if (!signedIn.ok) throw new Error(signedIn.error.message);
  return signedIn.value.token;
}
