import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { DoctorReport, validatorOf } from '../../protocol/index.ts';
import { newAgentFolder, runAgent, startAgent } from '../harness/agent.ts';
import { cliFor } from '../harness/cli.ts';

const readReport = validatorOf(DoctorReport);

function codesIn(report: DoctorReport): string[] {
  return report.results.flatMap(({ findings }) => findings.map(({ code }) => code));
}

function reportOf(value: unknown): DoctorReport {
  const report = readReport(value);
  if (!report.ok) throw new Error(report.error.message);
  return report.value;
}

test('with the agent running, the doctor works inside it; with questions, pictures, JSON and an archive', async (t) => {
  const agent = await startAgent(t, { yaml: 'display: {enabled: false}\ncamera: {source: test}\n' });
  const cli = await cliFor(t, { TOTEM_DATA: agent.data, LANG: 'C.UTF-8' });

  const file = join(agent.data, 'support.tar.gz');
  const asked = await cli.run(['doctor', '--json', '--only', 'slot,disk,agent', '--bundle', file]);
  const { bundle, ...plain } = Object(asked.json());
  const report = reportOf(plain);
  t.true(report.running);
  t.deepEqual(
    report.results.map(({ check }) => check),
    ['disk', 'slot', 'agent'],
  );
  t.true(codesIn(report).includes('agent.running'), asked.out);
  t.is(asked.code, report.results.some(({ outcome }) => outcome === 'failed') ? 1 : 0);
  t.is(bundle.file, file);
  const names = execFileSync('tar', ['tzf', file], { encoding: 'utf8' });
  for (const name of ['doctor.json', 'status.json', 'log/agent.txt', 'agent.yaml'])
    t.true(names.includes(name), names);

  const terminal = await cli.runOnTerminal(['doctor', '--only', 'camera,certificates'], 100, 'y');
  t.is(terminal.code, 1, terminal.out);
  t.regex(terminal.out, /Is the picture of the camera right\? \[y\]es/);
  t.regex(terminal.out, /The person at the totem says that the picture is right/);
  t.regex(terminal.out, /Picture: .*run\/doctor\/camera\.jpg/);
  t.regex(terminal.out, /✗.* .*certificates.* {2}failed[\s\S]*USABLE[\s\S]*1\. Make a token/);
  t.is(await agent.stop(), 0);
});

test('without the agent, it says so, works alone, and tells what keeps the agent from starting', async (t) => {
  const data = await newAgentFolder(t);
  await writeFile(join(data, 'agent.yaml'), 'kiosk: {prot: 1}\n');
  const alone = await runAgent(t, data, ['doctor', '--json', '--only', 'agent,disk,display']);
  const report = reportOf(JSON.parse(alone.output));
  t.false(report.running);
  t.is(alone.code, 1);
  t.deepEqual(
    codesIn(report).filter((code) => code.startsWith('agent.') || code.startsWith('check.')),
    ['check.needs_agent', 'agent.not_running', 'agent.configuration_wrong'],
  );
  t.is(report.verdict.outcome, 'out_of_order');

  const cli = await cliFor(t, { TOTEM_DATA: data });
  const told = await cli.run(['doctor', '--only', 'slot,agent']);
  t.is(told.code, 1);
  t.regex(told.err, /The agent does not run; the doctor works without it/);
  t.regex(told.out, /agent {2}failed[\s\S]*\/kiosk\/prot is not a known key[\s\S]*OUT OF ORDER/);

  const wrong = await cli.run(['doctor', '--only', 'disk,magic']);
  t.is(wrong.code, 2);
  t.regex(wrong.err, /There is no check magic; there are display, touch/);
});
