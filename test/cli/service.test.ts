import { readFile, stat, writeFile } from 'node:fs/promises';
import test from 'ava';
import { seal, unseal } from '../../cli/service/index.ts';
import type { ServiceCodeAnswer, ServiceKey } from '../../protocol/index.ts';
import { serviceCodeOf } from '../../protocol/service-code.ts';
import { cliFor } from '../harness/cli.ts';
import { newToken, startHub } from '../harness/hub.ts';
import { enrolTotem } from '../harness/totem.ts';

const passphrase = 'cavallo batteria graffetta';

test('a code with the hub, then the keys taken along, then codes without the hub', async (t) => {
  const hub = await startHub(t);
  const { totem, service } = await enrolTotem(t, await newToken(hub, { name: 'Ingresso' }));
  const { secret } = service as ServiceKey;
  const cli = await cliFor(t);
  t.is((await cli.run(['login', hub.urls.http, '--password-stdin'], hub.password)).code, 0);

  const online = await cli.run(['service-code', totem, '--counter', '483 920', '--json']);
  t.is(online.code, 0, online.err);
  t.deepEqual(online.json() as ServiceCodeAnswer & { by: string }, {
    totem,
    counter: 483_920,
    generation: 1,
    code: serviceCodeOf(secret, 483_920),
    by: 'hub',
  });
  const fetched = await cli.run(['service-keys', 'fetch', '--for', '7d', '--passphrase-stdin'], passphrase);
  t.is(fetched.code, 0, fetched.err);
  t.regex(fetched.out, /^The keys of 1 totem are here until /);
  const path = cli.settings('service-keys.json');
  t.is((await stat(path)).mode & 0o777, 0o600);
  const saved = await readFile(path, 'utf8');
  t.false(saved.includes(secret));
  t.regex((await cli.run(['service-keys', 'ls'])).out, new RegExp(`^${totem} +Ingresso +1$`, 'm'));

  await hub.stop();
  const offline = await cli.run(
    ['service-code', totem, '--counter', '483921', '--passphrase-stdin', '--json'],
    passphrase,
  );
  t.is(offline.code, 0, offline.err);
  t.like(offline.json(), { code: serviceCodeOf(secret, 483_921), by: 'here' });

  const refusals: [string[], string, RegExp][] = [
    [[totem, '--counter', '1'], 'not the passphrase', /passphrase is wrong/],
    [[totem, '--counter', '1', '--key', '2'], passphrase, /has key 1 only/],
  ];
  for (const [args, input, reason] of refusals) {
    const refused = await cli.run(['service-code', '--offline', '--passphrase-stdin', ...args], input);
    t.is(refused.code, 1);
    t.regex(refused.err, reason);
  }

  const expires = (JSON.parse(saved) as { label: { expires: string } }).label.expires;
  await writeFile(path, saved.replaceAll(expires, '2026-01-01T00:00:00.000Z'));
  const late = await cli.run(
    ['service-code', totem, '--counter', '1', '--offline', '--passphrase-stdin'],
    passphrase,
  );
  t.regex(late.err, /expired on 2026-01-01/);

  t.is((await cli.run(['service-keys', 'forget'])).code, 0);
  t.regex((await cli.run(['service-code', totem, '--counter', '1', '--offline'])).err, /service-keys fetch/);
});

test('what is sealed opens with its passphrase and its label only', async (t) => {
  const keys = { keys: [{ totem: 't-one', name: 'Uno', generation: 1, secret: 'A'.repeat(32) }] };
  const label = {
    hub: 'https://hub.example.it',
    fetched: '2026-11-25T10:00:00.000Z',
    expires: '2026-12-25T10:00:00.000Z',
    totems: [{ totem: 't-one', name: 'Uno', generation: 1 }],
  };
  const safe = await seal(keys, label, passphrase);
  t.deepEqual(await unseal(safe, passphrase), { ok: true, value: keys });
  // The time until which they may be used cannot be stretched, and nothing can be exchanged.
  const damaged = [
    { ...safe, label: { ...label, expires: '2099-01-01T00:00:00.000Z' } },
    { ...safe, sealed: Buffer.from('{"keys":[]}').toString('base64') },
    { ...safe, tag: '' },
  ];
  for (const one of damaged) t.false((await unseal(one, passphrase)).ok);
});
