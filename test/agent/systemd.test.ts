import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { newAgentFolder } from '../harness/agent.ts';

const run = promisify(execFile);
const units = fileURLToPath(new URL('../../agent/systemd', import.meta.url));

test('systemd finds nothing wrong with the units', async (t) => {
  const root = await newAgentFolder(t);
  await cp(units, join(root, 'etc/systemd/system'), { recursive: true });
  // The programs that the units name; what the system itself brings is not the point.
  for (const program of ['usr/bin/totem-agent', 'bin/sh', 'bin/sleep', 'bin/systemctl']) {
    await mkdir(join(root, program, '..'), { recursive: true });
    await writeFile(join(root, program), '');
    await chmod(join(root, program), 0o755);
  }
  const names = ['totem-agent.service', 'totem-out-of-service.service'];
  const { stdout, stderr } = await run('systemd-analyze', [
    'verify',
    '--man=no',
    '--recursive-errors=no',
    `--root=${root}`,
    ...names,
  ]);
  t.is(`${stdout}${stderr}`.trim(), '');
});

test('the unit gives the watchdog what it counts on', async (t) => {
  const unit = await readFile(join(units, 'totem-agent.service'), 'utf8');
  for (const line of [
    'Type=notify',
    'WatchdogSec=30',
    'Restart=always',
    'RuntimeDirectoryPreserve=restart',
    'OnFailure=totem-out-of-service.service',
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
  ]) {
    t.regex(unit, new RegExp(`^${line}$`, 'm'));
  }
});
