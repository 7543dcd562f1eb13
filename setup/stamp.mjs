import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './place.mjs';

/** One hash over files, folders (whole) and plain words: tells whether a step's inputs changed. */
export function fingerprint(paths, words = []) {
  const hash = createHash('sha256');
  for (const word of words) hash.update(`${word}\0`);
  for (const path of paths) add(hash, path);
  return hash.digest('hex');
}

function add(hash, path) {
  const whole = join(root, path);
  if (!existsSync(whole)) return;
  if (!statSync(whole).isDirectory()) {
    hash.update(`${path}\0`).update(readFileSync(whole));
    return;
  }
  for (const name of readdirSync(whole).sort()) add(hash, join(path, name));
}

/** Runs the work unless it was done before with the same fingerprint and its outcome is still there. */
export async function unlessDone(name, mark, outcome, work) {
  const file = join(root, '.build', `${name}.stamp`);
  const done = existsSync(file) && existsSync(join(root, outcome)) && readFileSync(file, 'utf8') === mark;
  if (done) return;
  await work();
  mkdirSync(join(root, '.build'), { recursive: true });
  writeFileSync(file, mark);
}
