import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { cliFor, temporaryFolder } from '../harness/cli.ts';
import { put, writeContent } from '../harness/content.ts';

test.serial('good content is summed up, and no hub is needed', async (t) => {
  const cli = await cliFor(t);
  const folder = await temporaryFolder(t);
  await writeContent(folder);
  const run = await cli.run(['content', 'check', folder]);
  t.is(run.code, 0, run.err);
  t.regex(run.out, /^No mistakes\. 1 card, 0 offices, 1 item in the playlist; it; 4 files, \d+ B\.$/m);
  t.like((await cli.run(['content', 'check', folder, '--json'])).json(), {
    problems: [],
    cards: 1,
    languages: ['it'],
    files: 4,
  });
});

test.serial('every mistake is printed with file and line, and the exit code is 1', async (t) => {
  const cli = await cliFor(t);
  const folder = await temporaryFolder(t);
  await writeContent(folder);
  await put(folder, {
    'cards/centro-impiego/it.md': '---\ncategory: lavoro\ntitle: ""\n---\nTesto.\n',
    'playlist.yaml': 'version: 1\nitems:\n  - media: media/cerchio.svg\n    seconds: 0\n',
  });
  const run = await cli.run(['content', 'check', folder]);
  t.is(run.code, 1);
  t.is(run.out, '');
  t.regex(run.err, /^cards\/centro-impiego\/it\.md:3 {2}\S/m);
  t.regex(run.err, /^playlist\.yaml:4 {2}\S/m);

  const json = await cli.run(['content', 'check', folder, '--json']);
  t.is(json.code, 1);
  t.is(json.err, '');
  const { error, problems } = json.json() as {
    error: { code: string };
    problems: { file: string; line: number }[];
  };
  t.is(error.code, 'invalid');
  t.true(problems.some(({ file, line }) => file === 'playlist.yaml' && line === 4));
  t.is(run.err.split('\n').filter((line) => /^\S+:\d+ {2}/.test(line)).length, problems.length);
});

test.serial('links are mistakes and are not followed, hidden files are left out with a notice', async (t) => {
  const cli = await cliFor(t);
  const folder = await temporaryFolder(t);
  const outside = await temporaryFolder(t);
  await writeContent(folder);
  await put(outside, { 'secret.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' });
  await put(folder, { '.git/config': 'x', 'media/.DS_Store': 'x' });
  const hidden = await cli.run(['content', 'check', folder]);
  t.is(hidden.code, 0, hidden.err);
  t.regex(hidden.err, /Left out 2 hidden files: \.git, media\/\.DS_Store/);

  await symlink(join(outside, 'secret.svg'), join(folder, 'media/file.svg'));
  await symlink(outside, join(folder, 'media/folder'));
  const run = await cli.run(['content', 'check', folder]);
  t.is(run.code, 1);
  t.regex(run.err, /^media\/file\.svg:1 {2}this is a link/m);
  t.regex(run.err, /^media\/folder:1 {2}this is a link/m);
  t.notRegex(run.err, /secret/);
});

test.serial('a directory that is not there, or is a file, is told as such', async (t) => {
  const cli = await cliFor(t);
  const folder = await temporaryFolder(t);
  await put(folder, { file: 'x' });
  for (const [path, says] of [
    ['nothing', /there is no directory/],
    ['file', /is no directory/],
  ] as const) {
    const run = await cli.run(['content', 'check', join(folder, path)]);
    t.is(run.code, 1);
    t.regex(run.err, says);
  }
});
