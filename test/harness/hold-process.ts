import { FolderInUse, holdFolder } from '../../protocol/hold.ts';

/** Says whether it got hold of a folder, and holds it until it is killed. */
try {
  await holdFolder(process.argv[2] ?? '', 'program of the test');
  process.stdout.write('held\n');
  process.stdin.resume();
} catch (error) {
  if (!(error instanceof FolderInUse)) throw error;
  process.stdout.write(`${error.message}\n`);
}
