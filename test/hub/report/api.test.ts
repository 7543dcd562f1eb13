import test from 'ava';
import { UsageReport, validatorOf } from '../../../protocol/index.ts';
import { refusedWith } from '../../harness/answer.ts';
import { cliFor } from '../../harness/cli.ts';
import { startHub } from '../../harness/hub.ts';

const readReport = validatorOf(UsageReport);

test('the report over HTTP and on the command line', async (t) => {
  const hub = await startHub(t);
  const answer = await hub.api('/report?from=2026-03-01&to=2026-03-31&profile=large&language=ar');
  t.is(answer.status, 200);
  const report = readReport(await answer.json());
  t.true(report.ok, JSON.stringify(report));
  t.is(report.ok ? report.value.sessions.total : null, 0);

  const table = await hub.api('/report.csv?from=2026-03-01&to=2026-03-31');
  t.is(table.headers.get('content-type'), 'text/csv; charset=utf-8');
  t.regex(table.headers.get('content-disposition') ?? '', /totem-2026-03-01-2026-03-31\.csv/);
  const csv = await table.text();
  t.true(
    csv.startsWith('from,to,part,name,language,value\r\n2026-03-01,2026-03-31,sessions,total,,0\r\n'),
    csv,
  );

  await refusedWith(t, await hub.api('/report?from=yesterday'), 'invalid', '/from');
  await refusedWith(t, await hub.api('/report?site=77'), 'invalid', '/site');
  await refusedWith(t, await hub.api('/report?profile=blind'), 'invalid', '/profile');

  const cli = await cliFor(t);
  const parameters = ['login', hub.urls.http, '--name', 'admin', '--password-stdin'];
  t.is((await cli.run(parameters, hub.password)).code, 0);
  const people = await cli.run(['report', '--from', '2026-03-01', '--to', '2026-03-31']);
  t.is(people.code, 0, people.err);
  t.regex(people.out, /Sessions\s+0/);
  const program = await cli.run(['report', '--json', '--profile', 'none']);
  t.true(readReport(JSON.parse(program.out)).ok, program.out);
  t.is((await cli.run(['report', '--from', 'yesterday'])).code, 2);
});
