import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { createAssistant, createModel } from '../../../agent/assistant/index.ts';
import { AgentConfiguration, validatorOf } from '../../../protocol/index.ts';
import { answered, compiledSample, Talk } from '../../harness/assistant.ts';

interface Endpoint {
  url: string;
  asked: { headers: IncomingHttpHeaders; body: string }[];
}

/** A server that answers each completion with what `reply` makes of the request; undefined never answers. */
async function endpoint(
  t: ExecutionContext,
  reply: (body: string) => string | number | undefined,
): Promise<Endpoint> {
  const asked: Endpoint['asked'] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked.push({ headers: request.headers, body });
    const said = reply(body);
    if (typeof said === 'number') response.writeHead(said).end();
    else if (said !== undefined) response.end(said);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/v1/chat/completions`, asked };
}

const completion = (content: string) =>
  JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] });
const saying = (answer: string, passages = [1]) => completion(JSON.stringify({ answer, passages }));

async function talkWith(url: string, timeoutSeconds = 20, keyFile?: string): Promise<Talk> {
  const model = createModel({ url, model: 'test', timeoutSeconds, ...(keyFile ? { keyFile } : {}) });
  return new Talk(createAssistant({ content: await compiledSample(), model }));
}

const question = 'Entro quando devo chiedere la NASpI?';

test.serial('a supported answer is given in the words of the model, with the same source', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'totem-model-'));
  t.teardown(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'key'), 'secret-key\n');
  const { url, asked } = await endpoint(t, () =>
    saying('Devi fare la domanda entro 68 giorni dalla fine del lavoro.'),
  );
  const reply = answered(await (await talkWith(url, 20, join(folder, 'key'))).ask(question));
  t.is(reply.phrasedBy, 'model');
  t.is(reply.text, 'Devi fare la domanda entro 68 giorni dalla fine del lavoro.');
  t.is(reply.card, 'naspi');
  t.is(asked[0]?.headers.authorization, 'Bearer secret-key');
  t.regex(asked[0]?.body ?? '', /68 giorni/);
});

const refused: [name: string, reply: string | number][] = [
  ['a number that stands nowhere', saying('Devi fare la domanda entro 90 giorni dalla fine del lavoro.')],
  ['a name that stands nowhere', saying('Fai la domanda entro 68 giorni allo sportello di Torino.')],
  ['an address that stands nowhere', saying('Fai la domanda entro 68 giorni su www.esempio.it.')],
  ['words that stand nowhere', saying('Puoi presentarti tranquillamente quando preferisci, nessuna fretta.')],
  ['a passage that was not given', saying('Entro 68 giorni dalla fine del lavoro.', [99])],
  ['no JSON inside', completion('Entro 68 giorni.')],
  ['no JSON at all', '<html>'],
  ['an error', 500],
  ['no choices', '{"choices": []}'],
  ['far too much', 'x'.repeat(200_000)],
];
for (const [name, reply] of refused) {
  test.serial(`the offline answer is given for ${name}`, async (t) => {
    const { url, asked } = await endpoint(t, () => reply);
    const said = answered(await (await talkWith(url)).ask(question));
    t.is(asked.length, 1);
    t.is(said.phrasedBy, 'content');
    t.regex(said.text, /68 giorni/);
  });
}

test.serial('the offline answer is given for one that takes too long, or cannot be reached', async (t) => {
  const { url } = await endpoint(t, () => undefined);
  t.is(answered(await (await talkWith(url, 0.2)).ask(question)).phrasedBy, 'content');
  t.is(answered(await (await talkWith('http://127.0.0.1:1/')).ask(question)).phrasedBy, 'content');
});

test.serial('no model is asked about danger, small talk, or what is not known', async (t) => {
  const { url, asked } = await endpoint(t, () => saying('Tutto bene.'));
  const talk = await talkWith(url);
  for (const text of ['voglio morire', 'ciao', 'zxcvb qwrtp', 'rinnovo passaporto']) await talk.ask(text);
  t.is(asked.length, 0);
});

test.serial('a model may pick one of several that were found, and the memory follows', async (t) => {
  const { url } = await endpoint(t, (body) => {
    const number = Number(/\[(\d+)\] Autorizzazione unica ambientale[^[]*15 anni/.exec(body)?.[1]);
    return saying("L'autorizzazione unica dura 15 anni.", [number]);
  });
  const talk = await talkWith(url);
  const offline = await new Talk(createAssistant({ content: await compiledSample() })).ask('autorizzazione');
  t.is(offline.kind, 'choice');
  const reply = await talk.ask('autorizzazione');
  if (reply.kind === 'answer') {
    t.deepEqual([reply.card, reply.phrasedBy, talk.memory.subject], ['aua', 'model', 'card:aua']);
  } else {
    t.deepEqual(reply, offline);
  }
});

test.serial('the configuration of the model is checked, and off by default', (t) => {
  const read = validatorOf(AgentConfiguration);
  const plain = read({});
  t.true(plain.ok && plain.value.assistant.model === undefined);
  const set = read({
    assistant: { model: { url: 'https://llm.example.org/v1/chat/completions', model: 'm' } },
  });
  t.true(
    set.ok && set.value.assistant.model?.timeoutSeconds === 3 && set.value.assistant.model.keyFile === null,
  );
  for (const model of [
    { url: 'ftp://a', model: 'm' },
    { url: 'https://a' },
    { url: 'https://a', model: 'm', key: 'k' },
  ]) {
    const result = read({ assistant: { model } });
    t.false(result.ok);
    t.regex(result.ok ? '' : (result.error.field ?? ''), /^\/assistant\/model\//);
  }
});
