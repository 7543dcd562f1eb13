import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Static } from 'typebox';
import type { ContentRelease, KeyRingView } from '../../protocol/index.ts';
import { newKeyPair, signKeyRing } from '../../protocol/index.ts';
import { type Cli, cliFor, temporaryFolder } from '../harness/cli.ts';
import { card, put, writeContent, writeVideo } from '../harness/content.ts';
import { startHub, type TestHub } from '../harness/hub.ts';
import { signedIn, startScriptedHub } from '../harness/scripted-hub.ts';
import { until } from '../harness/until.ts';

interface Pushed {
  release: ContentRelease;
  unchanged: boolean;
  uploaded: { files: number; bytes: number };
}

async function editor(t: ExecutionContext, hub: TestHub): Promise<Cli> {
  const cli = await cliFor(t);
  const login = await cli.run(['login', hub.urls.http, '--password-stdin'], hub.password);
  t.is(login.code, 0, login.err);
  return cli;
}

async function pushed(t: ExecutionContext, cli: Cli, folder: string, ...more: string[]): Promise<Pushed> {
  const run = await cli.run(['content', 'push', folder, '--group', 'all', '--json', ...more]);
  t.is(run.code, 0, run.out + run.err);
  t.is(run.err, '');
  return run.json() as Pushed;
}

/** Names of stored artifacts whose bytes do not match them, of all that are stored. */
async function damaged(hub: TestHub): Promise<{ stored: string[]; wrong: string[] }> {
  const root = join(hub.data, 'artifacts');
  const files = await readdir(root, { recursive: true, withFileTypes: true });
  const stored: string[] = [];
  const wrong: string[] = [];
  for (const file of files) {
    if (!file.isFile() || !/^[0-9a-f]{64}$/.test(file.name)) continue;
    stored.push(file.name);
    const hash = createHash('sha256').update(await readFile(join(file.parentPath, file.name)));
    if (hash.digest('hex') !== file.name) wrong.push(file.name);
  }
  return { stored, wrong };
}

async function releasesOf(hub: TestHub): Promise<ContentRelease[]> {
  const answer = await hub.api('/content/releases');
  return ((await answer.json()) as { releases: ContentRelease[] }).releases;
}

test.serial(
  'push uploads what is missing, publishes and assigns; the same again uploads nothing',
  async (t) => {
    const hub = await startHub(t);
    const cli = await editor(t, hub);
    const folder = await temporaryFolder(t);
    await writeContent(folder);

    const words = await cli.run(['content', 'push', folder, '--group', 'all']);
    t.is(words.code, 0, words.err);
    t.regex(words.err, /Made the key ring/);
    t.regex(words.err, /^Uploading 100% /m);
    t.regex(
      words.err,
      /^Published \d{8}-\d{6}-[0-9a-f]{12} "Servizi della Provincia" \(4 files, .*; 4 files uploaded/m,
    );
    t.regex(words.out, /assigned to all, where there is no totem yet/);
    t.is((await stat(cli.settings('editor-key.json'))).mode & 0o777, 0o600);

    const again = await pushed(t, cli, folder);
    t.true(again.unchanged);
    t.deepEqual(again.uploaded, { files: 0, bytes: 0 });
    t.is((await releasesOf(hub)).length, 1);

    await put(folder, { 'cards/centro-impiego/it.md': card('Cercare lavoro') });
    const changed = await pushed(t, cli, folder, '--title', 'Orario invernale', '--group', 'station');
    t.false(changed.unchanged);
    t.is(changed.uploaded.files, 1);
    t.is(changed.release.title, 'Orario invernale');
    t.deepEqual(changed.release.groups.toSorted(), ['all', 'station']);
    t.deepEqual((await damaged(hub)).wrong, []);

    const former = again.release.release;
    const assigned = await cli.run(['content', 'assign', former, '--group', 'station']);
    t.is(assigned.code, 0, assigned.err);
    const shown = (await cli.run(['content', 'show', former, '--json'])).json() as ContentRelease;
    t.deepEqual(shown.groups, ['station']);
    t.regex((await cli.run(['content', 'show', former])).out, /^Groups +station$/m);
    const table = (await cli.run(['content', 'ls'])).out;
    t.regex(table, /^RELEASE +TITLE +GROUPS +SHOWN +FILES +SIZE +PUBLISHED$/m);
    t.regex(table, new RegExp(`^${former} +Servizi della Provincia +station +4 `, 'm'));
    const listed = (await cli.run(['content', 'ls', '--json'])).json() as { releases: ContentRelease[] };
    t.is(listed.releases.length, 2);
  },
);

test.serial('content with mistakes is not sent to the hub', async (t) => {
  const hub = await startScriptedHub(t, { 'POST /session': signedIn });
  const cli = await cliFor(t);
  await cli.run(['login', hub.url, '--password-stdin'], 'x');
  const folder = await temporaryFolder(t);
  await writeContent(folder);
  await put(folder, { 'content.yaml': 'version: 2\n' });
  const run = await cli.run(['content', 'push', folder, '--group', 'all']);
  t.is(run.code, 1);
  t.regex(run.err, /^content\.yaml:1 {2}/m);
  t.is(hub.asked.length, 1);
  await t.throwsAsync(stat(cli.settings('editor-key.json')), { code: 'ENOENT' });
});

test.serial('an editor who is not trusted is told the command that another one has to run', async (t) => {
  const hub = await startHub(t);
  const [first, second] = [await editor(t, hub), await editor(t, hub)];
  const folder = await temporaryFolder(t);
  await writeContent(folder);
  await pushed(t, first, folder, '--holder', 'comunicazione');

  await put(folder, { 'cards/centro-impiego/it.md': card('Cercare lavoro') });
  const refused = await second.run(['content', 'push', folder, '--group', 'all', '--holder', 'front office']);
  t.is(refused.code, 1);
  const line = /\(comunicazione\) must run: totem content keys add (\S+) --holder 'front office'/.exec(
    refused.err,
  );
  t.truthy(line, refused.err);
  t.is((await second.run(['content', 'keys', 'add', line?.[1] ?? '', '--holder', 'me'])).code, 1);

  const added = await first.run(['content', 'keys', 'add', line?.[1] ?? '', '--holder', 'front office']);
  t.is(added.code, 0, added.err);
  t.is((await pushed(t, second, folder)).release.signedBy, 'front office');
  const ring = (await second.run(['content', 'keys', 'ls', '--json'])).json() as Static<
    typeof KeyRingView
  > & {
    own: { id: string; trusted: boolean };
  };
  t.is(ring.revision, 2);
  t.true(ring.own.trusted);
  t.regex((await second.run(['content', 'keys', 'ls'])).out, /front office +this machine$/m);

  const own = await second.run(['content', 'keys', 'remove', ring.own.id]);
  t.is(own.code, 1);
  t.regex(own.err, /another trusted editor has to remove it/);
  t.is((await first.run(['content', 'keys', 'remove', ring.own.id])).code, 0);
  await put(folder, { 'cards/centro-impiego/it.md': card('Trovare lavoro') });
  t.is((await second.run(['content', 'push', folder, '--group', 'all'])).code, 1);
  t.is((await first.run(['content', 'keys', 'remove', ring.own.id])).code, 1);
});

test.serial(
  'a hub that offers a ring which does not follow from the known one gets nothing signed',
  async (t) => {
    const [honest, intruder] = [newKeyPair('comunicazione'), newKeyPair('intruder')];
    const ringOf = (revision: number, pair: typeof honest) => {
      const keys = [pair.publicKey];
      const ring = { format: 'totem-key-ring', version: 1, revision, keys } as const;
      return { json: { revision, keys, envelope: signKeyRing(ring, pair) } };
    };
    let offered = ringOf(1, honest);
    const hub = await startScriptedHub(t, {
      'POST /session': signedIn,
      'GET /content/keyring': () => offered,
    });
    const cli = await cliFor(t);
    await cli.run(['login', hub.url, '--password-stdin'], 'x');
    t.is((await cli.run(['content', 'keys', 'ls'])).code, 0);
    offered = ringOf(2, intruder);
    for (const args of [['ls'], ['add', newKeyPair('x').publicKey.key, '--holder', 'x']]) {
      const run = await cli.run(['content', 'keys', ...args]);
      t.is(run.code, 1);
      t.regex(run.err, /does not follow from the one known here/);
    }
    t.true(hub.asked.every(({ method }) => method !== 'PUT'));
  },
);

test.serial('a damaged editor key is refused with its file named', async (t) => {
  const hub = await startHub(t);
  const cli = await editor(t, hub);
  const folder = await temporaryFolder(t);
  await writeContent(folder);
  await pushed(t, cli, folder);
  const path = cli.settings('editor-key.json');
  const saved = JSON.parse(await readFile(path, 'utf8'));
  saved.keyPair.privateKeyPem = newKeyPair('other').privateKeyPem;
  await writeFile(path, JSON.stringify(saved));
  const run = await cli.run(['content', 'push', folder, '--group', 'all']);
  t.is(run.code, 1);
  t.regex(run.err, /editor-key\.json is damaged .*do not belong together/);
});

const videos = 20;

async function largeContent(t: ExecutionContext): Promise<string> {
  const folder = await temporaryFolder(t);
  await writeContent(folder);
  for (let index = 0; index < videos; index += 1) await writeVideo(folder, `media/v${index}.webm`, 5_000_000);
  return folder;
}

test.serial(
  'a hub killed with -9 in the middle of a push: nothing is half published, the next push completes',
  async (t) => {
    const hub = await startHub(t);
    const cli = await editor(t, hub);
    const folder = await largeContent(t);
    const push = cli.start(['content', 'push', folder, '--group', 'all', '--retry', '0s']);
    await until('the upload to be under way', () => push.said().err.includes('Uploading 10%'), 60_000);
    await hub.kill('SIGKILL');
    const cut = await push.end;
    t.is(cut.code, 1, cut.err);
    t.regex(cut.err, /Nothing was published; run the command again/);

    const next = await startHub(t, { data: hub.data, environment: hub.ports });
    t.deepEqual(await releasesOf(next), []);
    t.deepEqual((await damaged(next)).wrong, []);
    const { uploaded, release } = await pushed(t, cli, folder);
    t.true(uploaded.files > 0 && uploaded.files < videos + 4, `${uploaded.files} files uploaded`);
    t.is(release.files, videos + 4);
    const { stored, wrong } = await damaged(next);
    t.deepEqual(wrong, []);
    t.is(stored.length, videos + 4 + 1);
  },
);

test.serial('a push outlasts a hub that is killed with -9 and comes back', async (t) => {
  const hub = await startHub(t);
  const cli = await editor(t, hub);
  const folder = await largeContent(t);
  const push = cli.start(['content', 'push', folder, '--group', 'all']);
  await until('the upload to be under way', () => push.said().err.includes('Uploading 10%'), 60_000);
  await hub.kill('SIGKILL');
  await until('the push to notice', () => push.said().err.includes('Trying again'), 60_000);
  const next = await startHub(t, { data: hub.data, environment: hub.ports });
  const run = await push.end;
  t.is(run.code, 0, run.err);
  const [release] = await releasesOf(next);
  t.is(release?.files, videos + 4);
  t.deepEqual((await damaged(next)).wrong, []);
});

test.serial('Ctrl-C in the middle of a push ends it cleanly', async (t) => {
  const hub = await startHub(t);
  const cli = await editor(t, hub);
  const folder = await largeContent(t);
  const push = cli.start(['content', 'push', folder, '--group', 'all']);
  await until('the upload to be under way', () => push.said().err.includes('Uploading 10%'), 60_000);
  push.child.kill('SIGINT');
  const cut = await push.end;
  t.is(cut.code, 1);
  t.regex(cut.err, /error: interrupted\. Nothing was published; run the command again to go on from here/);
  t.deepEqual(await releasesOf(hub), []);
  t.is((await pushed(t, cli, folder)).release.files, videos + 4);
  t.deepEqual((await damaged(hub)).wrong, []);
});
