import { randomUUID } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import { type ReportedState, topicOf, type UpwardChannel } from '../../protocol/index.ts';
import { type Cli, cliFor, temporaryFolder } from '../harness/cli.ts';
import { card, put, writeContent } from '../harness/content.ts';
import { newToken, startHub, type TestHub } from '../harness/hub.ts';
import { enrolTotem } from '../harness/totem.ts';
import { until } from '../harness/until.ts';

const nothingShown: ReportedState = {
  revision: 0,
  content: { state: 'idle', active: null, previous: null, target: null, progress: 0, problem: null },
  keyRing: 0,
};

interface Fleet {
  totems: { desired: { revision: number; content: { release: string } | null } }[];
}

/** What the hub wants of its only totem, once it wants a release other than `former`. */
async function wanted(hub: TestHub, former = ''): Promise<{ release: string; revision: number }> {
  return until('the hub to want the release', async () => {
    const { totems } = (await (await hub.api('/totems')).json()) as Fleet;
    const desired = totems[0]?.desired;
    if (!desired?.content || desired.content.release === former) return undefined;
    return { release: desired.content.release, revision: desired.revision };
  });
}

async function signedInTo(t: ExecutionContext, hub: TestHub): Promise<Cli> {
  const cli = await cliFor(t);
  const login = await cli.run(['login', hub.urls.http, '--password-stdin'], hub.password);
  t.is(login.code, 0, login.err);
  return cli;
}

test('--wait ends when the totems show it, when they give it up, or when the time is over', async (t) => {
  const hub = await startHub(t);
  const cli = await signedInTo(t, hub);
  const folder = await temporaryFolder(t);
  await writeContent(folder);
  const { totem, connect } = await enrolTotem(t, await newToken(hub, { groups: ['entrance'] }));
  const client = await connect(async () => ({ value: {} }));
  const say = (channel: UpwardChannel, message: unknown) =>
    client.publishAsync(topicOf(totem, channel), JSON.stringify(message), { qos: 1 });
  const [boot, outbox] = [randomUUID(), randomUUID()];
  const hello = { protocol: 1, agent: '0.1.0', boot, revision: 0, outbox, acknowledged: 0 };
  await say('hello', { ...hello, reported: nothingShown });
  const push = (...more: string[]) =>
    cli.start(['content', 'push', folder, '--group', 'entrance', '--wait', ...more]);
  const report = (revision: number, content: Partial<ReportedState['content']>) =>
    say('reported', { ...nothingShown, revision, content: { ...nothingShown.content, ...content } });

  const good = push();
  const first = await wanted(hub);
  await until('the push to say that none shows it', () => good.said().err.includes('0 of 1 totem show it'));
  await report(first.revision, { state: 'proving', active: first.release });
  await report(first.revision, { active: first.release });
  const shown = await good.end;
  t.is(shown.code, 0, shown.err);
  t.regex(shown.err, /^1 of 1 totem shows it$/m);
  t.is(shown.out, `${first.release} is on 1 totem.\n`);

  await put(folder, { 'cards/centro-impiego/it.md': card('Cercare lavoro') });
  const bad = push();
  const second = await wanted(hub, first.release);
  const problem = { code: 'signature_refused', message: 'no signature by a trusted key' };
  await report(second.revision, { state: 'failed', active: first.release, problem });
  const failed = await bad.end;
  t.is(failed.code, 1);
  t.regex(failed.err, /given up by \S+ \(no signature by a trusted key\)/);

  await put(folder, { 'cards/centro-impiego/it.md': card('Trovare lavoro') });
  const late = await push('--timeout', '1s', '--json').end;
  t.is(late.code, 1);
  t.like(JSON.parse(late.out), { error: { code: 'expired' } });
  t.regex(late.out, /0 of 1 totem show it after 1 s; missing/);
});
