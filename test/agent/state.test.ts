import { createHash } from 'node:crypto';
import { copyFile, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { pino } from 'pino';
import { initialState, openState, stateVersion } from '../../agent/state/index.ts';
import { newAgentFolder } from '../harness/agent.ts';

const log = pino({ level: 'silent' });

/** A state with two generations: revisions 1 and 2. */
async function twoGenerations(t: ExecutionContext): Promise<string> {
  const folder = await newAgentFolder(t);
  const state = await openState(folder, log);
  for (const revision of [1, 2]) {
    await state.change((draft) => {
      draft.desired = { revision, content: null, keyRing: null, configuration: {} };
    });
  }
  return folder;
}

test('a folder without a state begins anew, and what was changed is there after a restart', async (t) => {
  const folder = await newAgentFolder(t);
  const state = await openState(folder, log);
  t.is(state.recovery, 'none');
  t.deepEqual(state.data(), initialState());
  await state.change((draft) => {
    draft.cleanStop = false;
  });
  t.false((await openState(folder, log)).data().cleanStop);
  t.is((await stat(join(folder, 'state.json'))).mode & 0o777, 0o600);
});

test('changes made at the same time are all kept, in order', async (t) => {
  const folder = await newAgentFolder(t);
  const state = await openState(folder, log);
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      state.change((draft) => {
        const before = draft.desired?.revision ?? 0;
        draft.desired = { revision: before + index, content: null, keyRing: null, configuration: {} };
      }),
    ),
  );
  t.is((await openState(folder, log)).data().desired?.revision, 190);
});

test('a change that the disk refuses leaves the state as it was', async (t) => {
  const state = await openState(await twoGenerations(t), log);
  await t.throwsAsync(() =>
    state.change((draft) => {
      // BigInt cannot be written as JSON: the write fails before the disk is touched.
      Object.assign(draft, { broken: 1n });
    }),
  );
  t.is(state.data().desired?.revision, 2);
  t.false('broken' in state.data());
});

test('a file torn at any byte, or with any byte changed, falls back to the former generation', async (t) => {
  const folder = await twoGenerations(t);
  const path = join(folder, 'state.json');
  const whole = await readFile(path);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 2), fc.boolean(), async (offset, tear) => {
      const damaged = Buffer.from(whole);
      damaged.writeUInt8((damaged.readUInt8(offset) + 1) % 256, offset);
      await writeFile(path, tear ? whole.subarray(0, offset) : damaged);
      const state = await openState(folder, log);
      t.is(state.recovery, 'former');
      t.is(state.data().desired?.revision, 1);
      t.false(state.data().cleanStop);
    }),
    { numRuns: 200 },
  );
});

test('an empty state and an empty former generation are told as lost', async (t) => {
  const folder = await twoGenerations(t);
  await truncate(join(folder, 'state.json'));
  await truncate(join(folder, 'state.former.json'));
  const state = await openState(folder, log);
  t.is(state.recovery, 'lost');
  t.is(state.data().desired, null);
});

test('a damaged generation does not push out the good one when the next change is written', async (t) => {
  const folder = await twoGenerations(t);
  const path = join(folder, 'state.json');
  await truncate(path, 10);
  const state = await openState(folder, log);
  await state.change((draft) => {
    draft.desired = { revision: 7, content: null, keyRing: null, configuration: {} };
  });
  await truncate(path, 10);
  t.is((await openState(folder, log)).data().desired?.revision, 1);
});

/** A state file as an agent of another version of the form wrote it. */
async function writeAs(folder: string, state: object): Promise<void> {
  const text = JSON.stringify(state);
  const sha256 = createHash('sha256').update(text).digest('hex');
  await writeFile(join(folder, 'state.json'), `{"version":1,"sha256":"${sha256}","state":${text}}\n`);
}

test('a state of an older form is brought along, and kept as it was for an agent of that form', async (t) => {
  const folder = await newAgentFolder(t);
  const { firmware: _later, ...rest } = initialState();
  const desired = { revision: 7, content: null, keyRing: null, configuration: {} };
  await writeAs(folder, { ...rest, version: 1, desired });
  const before = await readFile(join(folder, 'state.json'), 'utf8');
  const state = await openState(folder, log);
  t.is(state.recovery, 'none');
  t.deepEqual(state.data(), { ...initialState(), desired });
  await state.change((draft) => {
    draft.cleanStop = true;
  });
  t.is(await readFile(join(folder, 'state.v1.json'), 'utf8'), before);
});

test('an agent that is the older one again finds the state as it left it', async (t) => {
  const folder = await twoGenerations(t);
  await copyFile(join(folder, 'state.json'), join(folder, `state.v${stateVersion}.json`));
  const later = { ...initialState(), version: stateVersion + 1, desired: null, novelty: true };
  await writeAs(folder, later);
  await copyFile(join(folder, 'state.json'), join(folder, 'state.former.json'));
  const state = await openState(folder, log);
  t.is(state.recovery, 'former');
  t.is(state.data().desired?.revision, 2);
});
