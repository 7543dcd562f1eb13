import test from 'ava';
import { cliFor } from '../harness/cli.ts';
import { newToken, startHub } from '../harness/hub.ts';
import { openTerminal } from '../harness/tmux.ts';
import { enrolTotem } from '../harness/totem.ts';

test('top follows the fleet, also over a restart of the hub', async (t) => {
  const hub = await startHub(t);
  const cli = await cliFor(t);
  t.is((await cli.run(['login', hub.urls.http, '--password-stdin'], hub.password)).code, 0);
  const { totem: first } = await enrolTotem(t, await newToken(hub, { name: 'Atrio' }));
  const terminal = await openTerminal(t, {
    columns: 120,
    rows: 24,
    environment: { TERM: 'vt100', XDG_CONFIG_HOME: cli.home },
  });
  await terminal.type('totem top; echo "ended $?"\r');
  await terminal.shows(/^1 totems, 1 offline, 0 with faults/m);

  const { totem: second } = await enrolTotem(t, await newToken(hub, { name: 'Biblioteca' }));
  await terminal.shows(/^2 totems/m);
  const changed = await hub.api(`/totems/${first}`, {
    method: 'PATCH',
    body: JSON.stringify({ name: 'Ingresso nord' }),
  });
  t.is(changed.status, 200);
  await terminal.shows(new RegExp(`^${first} .*Ingresso nord`, 'm'));

  await terminal.type('/biblio');
  await terminal.shows(/2 totems.*, 1 shown[\s\S]*Filter: biblio/m);
  await terminal.type('\r\r');
  await terminal.shows(new RegExp(`^${second}  Biblioteca`, 'm'));

  await hub.kill('SIGKILL');
  await terminal.shows(/^! .*hub/m);
  const again = await startHub(t, { data: hub.data, environment: hub.ports });
  await again.api(`/totems/${second}`, { method: 'PATCH', body: JSON.stringify({ name: 'Archivio' }) });
  await terminal.shows(new RegExp(`^${second}  Archivio`, 'm'));
  // The message of the broken connection goes with it.
  await t.notThrowsAsync(terminal.shows(/^(?![\s\S]*\n!)/));
  await terminal.type('q');
  await terminal.shows(/ended 0/);
});
