import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { FolderInUse, holdFolder } from '../../protocol/hold.ts';

const program = fileURLToPath(new URL('../harness/hold-process.ts', import.meta.url));

async function newFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-hold-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a process that wants the folder, and gives what it says. */
async function contender(
  t: ExecutionContext,
  folder: string,
): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [program, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  const [said] = await once(child.stdout, 'data');
  return { child, said: String(said).trim() };
}

test('of many processes that want a folder at once one gets it, and after its kill -9 another', async (t) => {
  const folder = await newFolder(t);
  for (let round = 0; round < 2; round += 1) {
    const all = await Promise.all(Array.from({ length: 6 }, () => contender(t, folder)));
    const winners = all.filter(({ said }) => said === 'held');
    t.is(winners.length, 1);
    for (const { said } of all) {
      if (said !== 'held')
        t.is(
          said,
          `${folder} is in use by another program of the test; end that one or set TOTEM_DATA to another folder`,
        );
    }
    for (const { child } of winners) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
  }
  t.deepEqual(await readdir(folder), []);
});

test('a folder is the same by whatever name, and free once it is let go of', async (t) => {
  const root = await newFolder(t);
  const folder = join(root, 'data');
  await mkdir(folder);
  await symlink(folder, join(root, 'alias'));
  const letGo = await holdFolder(folder, 'program');
  await t.throwsAsync(() => holdFolder(join(root, 'alias'), 'program'), { instanceOf: FolderInUse });
  const other = await holdFolder(root, 'program');
  await letGo();
  await (await holdFolder(join(root, 'alias'), 'program'))();
  await other();
});

test('a folder that is not there is no folder in use', async (t) => {
  const error = await t.throwsAsync(() => holdFolder('/nowhere/at/all', 'program'), { code: 'ENOENT' });
  t.false(error instanceof FolderInUse);
});
