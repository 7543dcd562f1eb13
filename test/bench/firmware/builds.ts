import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../../reboots/place.ts';

const run = promisify(execFile);

/**
 * Builds the agent and the page of a revision as `packaging/` does, kept by the revision's hash.
 *
 * @returns folder as `/usr/lib/totem` is, without Node and machine code, and the short hash of the commit
 */
export async function agentBuild(
  cache: string,
  revision: string,
): Promise<{ folder: string; commit: string }> {
  const { stdout } = await run('git', ['rev-parse', '--verify', `${revision}^{commit}`], { cwd: repository });
  const commit = stdout.trim().slice(0, 12);
  const built = join(cache, `agent-${commit}`);
  if (existsSync(built)) return { folder: built, commit };
  const sources = join(cache, 'sources');
  await rm(sources, { recursive: true, force: true });
  await mkdir(sources, { recursive: true });
  const archive = join(cache, 'sources.tar');
  await run('git', ['archive', '--output', archive, commit], { cwd: repository });
  await run('tar', ['-xf', archive, '-C', sources]);
  await rm(archive);
  await symlink(join(repository, 'node_modules'), join(sources, 'node_modules'));
  const node = (parameters: readonly string[]) => run(process.execPath, parameters, { cwd: sources });
  const page = join(sources, 'agent', 'ui', 'vite.config.ts');
  await node(['node_modules/vite/bin/vite.js', 'build', '--config', page, '--logLevel', 'warn']);
  const unfinished = join(cache, 'agent-unfinished');
  const bundle = `import { bundleInto } from ${JSON.stringify(join(sources, 'packaging', 'bundle.ts'))};
await bundleInto(${JSON.stringify(unfinished)});`;
  await node(['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', bundle]);
  await rename(unfinished, built);
  await rm(sources, { recursive: true });
  return { folder: built, commit };
}
