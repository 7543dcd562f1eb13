import test from 'ava';
import type { Static } from 'typebox';
import { decodeToken, type EnrolmentTokenList, type Site } from '../../protocol/index.ts';
import { cliFor } from '../harness/cli.ts';
import { startHub } from '../harness/hub.ts';
import { enrolTotem } from '../harness/totem.ts';

test('sites and enrolment tokens, from the first to a totem in the list', async (t) => {
  const hub = await startHub(t);
  const cli = await cliFor(t);
  t.is((await cli.run(['login', hub.urls.http, '--password-stdin'], hub.password)).code, 0);

  t.regex((await cli.run(['site', 'ls'])).out, /totem site new NAME/);
  const lodi = ['site', 'new', 'Centro per l’impiego', '--town', 'Lodi'];
  const made = (await cli.run([...lodi, '--json'])).json() as Site;
  t.deepEqual(made, { id: 1, name: 'Centro per l’impiego', address: '', town: 'Lodi' });
  t.deepEqual((await cli.run([...lodi, '--json'])).json(), made);
  const clash = await cli.run(['site', 'new', 'Centro per l’impiego', '--town', 'Como']);
  t.is(clash.code, 1);
  t.regex(clash.err, /another name/);
  t.regex((await cli.run(['site', 'ls'])).out, /^1 +Centro per l’impiego +Lodi$/m);

  const lost = await cli.run(['enrol', 'new', '--site', 'Milano']);
  t.is(lost.code, 1);
  t.regex(lost.err, /no site Milano; there are: 1 Centro/);
  const words = await cli.run(['enrol', 'new', '--for', '2h']);
  t.is(words.code, 0, words.err);
  const token = /^ {2}totem-agent enrol (totem1\.\S+)$/m.exec(words.out)?.[1] ?? '';
  t.true(decodeToken(token).ok);

  const args = [
    'enrol',
    'new',
    '--name',
    'Ingresso',
    '--site',
    'centro per l’impiego',
    '--group',
    'a',
    '--group',
    'b',
  ];
  const second = (await cli.run([...args, '--json'])).json() as { id: number; token: string };
  const totem = await enrolTotem(t, second.token);
  const revoked = await cli.run(['enrol', 'revoke', '1']);
  t.is(revoked.code, 0, revoked.err);
  const { tokens } = (await cli.run(['enrol', 'ls', '--json'])).json() as Static<typeof EnrolmentTokenList>;
  const state = (id: number) => tokens.find((one) => one.id === id);
  t.like(state(1), { state: 'revoked', totem: null });
  t.like(state(second.id), { state: 'used', totem: totem.totem, groups: ['a', 'b'], name: 'Ingresso' });
  t.regex((await cli.run(['enrol', 'ls'])).out, new RegExp(`used +Ingresso +a b .*${totem.totem}$`, 'm'));
  const unknown = await cli.run(['enrol', 'revoke', '99']);
  t.is(unknown.code, 1);
  t.regex(unknown.err, /totem enrol ls shows the tokens/);

  const listed = (await cli.run(['ls', '--group', 'b'])).out;
  t.regex(listed, new RegExp(`^${totem.totem} +Ingresso +Centro per l’impiego +a b +offline`, 'm'));
  const picture = await cli.run(['screenshot', totem.totem]);
  t.is(picture.code, 1);
  t.regex(picture.err, /totem show \S+ says since when/);

  t.is((await cli.run(['enrol', 'revoke', totem.totem])).code, 0);
  t.regex((await cli.run(['ls'])).out, /No totem has joined yet/);
});
