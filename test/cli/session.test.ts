import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import test from 'ava';
import { cliFor } from '../harness/cli.ts';
import { type Scripted, signedIn, startScriptedHub } from '../harness/scripted-hub.ts';

const noTotems: Scripted = { json: { totems: [] } };

test.serial('login keeps the session in a file only its owner may read, and logout ends it', async (t) => {
  const cli = await cliFor(t);
  const hub = await startScriptedHub(t, {
    'POST /session': signedIn,
    'GET /totems': noTotems,
    'DELETE /session': { json: {} },
  });
  const login = await cli.run(['login', `${hub.url}/`, '--password-stdin'], 'a secret\nnot this\n');
  t.is(login.code, 0, login.err);
  t.is(login.out, `Signed in to ${hub.url} as admin.\n`);
  t.deepEqual(JSON.parse(hub.asked[0]?.body.toString() ?? ''), { name: 'admin', password: 'a secret' });
  t.is((await stat(cli.settings('hub.json'))).mode & 0o777, 0o600);
  t.deepEqual(JSON.parse(await readFile(cli.settings('hub.json'), 'utf8')), {
    version: 1,
    url: hub.url,
    token: 'a-token',
    name: 'admin',
  });

  const list = await cli.run(['ls']);
  t.is(list.code, 0);
  t.is(hub.asked.at(-1)?.authorization, 'Bearer a-token');
  t.regex(list.out, /totem enrol new/);

  const logout = await cli.run(['logout', '--json']);
  t.deepEqual(logout.json(), { url: hub.url, ended: true });
  await t.throwsAsync(stat(cli.settings('hub.json')), { code: 'ENOENT' });
  const after = await cli.run(['ls']);
  t.is(after.code, 1);
  t.regex(after.err, /not signed in to a hub; run: totem login URL/);
  t.is((await cli.run(['logout'])).code, 0);
});

test.serial('the token is not shown, not even to programs', async (t) => {
  const cli = await cliFor(t);
  const hub = await startScriptedHub(t, { 'POST /session': signedIn });
  const login = await cli.run(['login', hub.url, '--password-stdin', '--json'], 'secret');
  t.deepEqual(login.json(), {
    url: hub.url,
    name: 'admin',
    role: 'admin',
    expires: '2026-12-01T00:00:00.000Z',
  });
});

test.serial('a password typed on a terminal is not echoed', async (t) => {
  const cli = await cliFor(t);
  const hub = await startScriptedHub(t, { 'POST /session': signedIn });
  const login = await cli.runOnTerminal(['login', hub.url, '--name', 'anna'], 80, 'hidden-word\r');
  t.is(login.code, 0, login.out);
  t.deepEqual(JSON.parse(hub.asked[0]?.body.toString() ?? ''), { name: 'anna', password: 'hidden-word' });
  const afterPrompt = login.out.slice(login.out.indexOf('Password of anna: '));
  t.true(afterPrompt.startsWith('Password of anna: '));
  t.false(afterPrompt.includes('hidden-word'));
});

test.serial('without a terminal and without --password-stdin it says how', async (t) => {
  const cli = await cliFor(t);
  const login = await cli.run(['login', 'http://127.0.0.1:1']);
  t.is(login.code, 1);
  t.regex(login.err, /--password-stdin < FILE/);
});

test.serial('each refusal says what to do next', async (t) => {
  const cli = await cliFor(t);
  const wrong = { status: 401, json: { error: { code: 'unauthenticated', message: 'sign in first' } } };
  let session: Scripted = wrong;
  let totems: Scripted = wrong;
  const hub = await startScriptedHub(t, { 'POST /session': () => session, 'GET /totems': () => totems });
  const says = async (expected: RegExp) => {
    const run = await cli.run(['ls']);
    t.is(run.code, 1);
    t.is(run.out, '');
    t.regex(run.err, expected);
  };
  const refused = await cli.run(['login', hub.url, '--password-stdin'], 'wrong');
  t.is(refused.code, 1);
  t.regex(refused.err, /first-sign-in\.txt/);

  session = signedIn;
  t.is((await cli.run(['login', hub.url, '--password-stdin'], 'right')).code, 0);
  await says(/session at http:\S+ has ended; run: totem login http:\/\/127/);
  totems = { status: 502, raw: '<h1>Bad gateway</h1>', type: 'text/html' };
  await says(/answers 502; is the hub running/);
  totems = { raw: '<h1>Welcome</h1>', type: 'text/html' };
  await says(/unknown form .* same version/);
  totems = { status: 418, raw: 'tea', type: 'text/plain' };
  await says(/not a hub's; is it the right address/);
  totems = { status: 429, json: { error: { code: 'too_many_requests', message: 'wait a minute' } } };
  await says(/wait a minute/);

  await hub.close();
  await says(/cannot reach the hub at http:\S+ \(connection refused\); .* curl http:\S+\/healthz/);
  const json = await cli.run(['ls', '--json']);
  t.is(json.code, 1);
  t.is(json.err, '');
  t.like(json.json(), { error: { code: 'unavailable' } });
});

test.serial('settings that are damaged or open to others are refused', async (t) => {
  const cli = await cliFor(t);
  const hub = await startScriptedHub(t, { 'POST /session': signedIn, 'GET /totems': noTotems });
  t.is((await cli.run(['login', hub.url, '--password-stdin'], 'x')).code, 0);
  await chmod(cli.settings('hub.json'), 0o644);
  const open = await cli.run(['ls']);
  t.is(open.code, 1);
  t.regex(open.err, /chmod 600/);
  await chmod(cli.settings('hub.json'), 0o600);
  await writeFile(cli.settings('hub.json'), '{"version": 1, "url":');
  const torn = await cli.run(['ls']);
  t.is(torn.code, 1);
  t.regex(torn.err, /hub\.json is damaged/);
  t.is((await cli.run(['login', hub.url, '--password-stdin'], 'x')).code, 0);
  t.is((await cli.run(['ls'])).code, 0);
});
