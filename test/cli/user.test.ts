import test from 'ava';
import { cliFor } from '../harness/cli.ts';
import { signedIn, startScriptedHub } from '../harness/scripted-hub.ts';

const anna = {
  name: 'anna',
  role: 'operator',
  made: '2026-11-25T10:00:00.000Z',
  offices: ['urp', 'anagrafe'],
};
const admin = { name: 'admin', role: 'admin', made: '2026-11-20T10:00:00.000Z', offices: null };
const bea = { ...anna, name: 'bea', offices: null };

test('offices of a user: given when they are added, listed, changed', async (t) => {
  const cli = await cliFor(t);
  const hub = await startScriptedHub(t, {
    'POST /session': signedIn,
    'POST /users': { json: anna },
    'GET /users': { json: { users: [admin, anna, bea] } },
    'PUT /users/anna/offices': { json: { ...anna, offices: null } },
  });
  await cli.run(['login', hub.url, '--password-stdin'], 'a secret\n');
  const asked = () => JSON.parse(hub.asked.at(-1)?.body.toString() ?? '');

  const words = ['user', 'new', 'anna', '--role', 'operator', '--password-stdin'];
  const made = await cli.run(
    [...words, '--office', 'urp', '--office', 'anagrafe'],
    'a long enough password\n',
  );
  t.is(made.out, 'anna may sign in as operator, for urp, anagrafe.\n', made.err);
  t.deepEqual(asked().offices, ['urp', 'anagrafe']);
  await cli.run(words, 'a long enough password\n');
  t.false('offices' in asked(), 'a hub of an older version knows no offices');

  const list = await cli.run(['user', 'ls']);
  t.regex(list.out, /anna +operator +2026-11-25 +urp, anagrafe/);
  t.regex(list.out, /bea +operator +2026-11-25 +every office/);
  t.regex(list.out, /admin +admin +2026-11-20 *\n/);

  const all = await cli.run(['user', 'offices', 'anna', '--all']);
  t.is(all.out, 'anna may be at the desk of every office.\n', all.err);
  t.deepEqual(asked(), { offices: null });
  await cli.run(['user', 'offices', 'anna', 'urp', 'lavoro']);
  t.deepEqual(asked(), { offices: ['urp', 'lavoro'] });
  for (const wrong of [['anna'], ['anna', 'urp', '--all'], ['anna', 'No Office']]) {
    t.not((await cli.run(['user', 'offices', ...wrong])).code, 0, wrong.join(' '));
  }
});
