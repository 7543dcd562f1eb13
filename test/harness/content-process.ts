import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import Type from 'typebox';
import type { ArtifactSource } from '../../agent/artifacts/index.ts';
import { createProof, openContent } from '../../agent/content/index.ts';
import { openLedger } from '../../agent/health/index.ts';
import { openOutbox } from '../../agent/link/index.ts';
import { createExecutors, createReconciler, plan } from '../../agent/reconcile/index.ts';
import { openState, type State } from '../../agent/state/index.ts';
import { ContentState, DesiredState, failure, jsonValidatorOf, success } from '../../protocol/index.ts';

/** What this process is told, as JSON in its only argument. */
export const Orders = Type.Object(
  {
    folder: Type.String(),
    /** Folder with the artifacts by their hash: what the hub would serve. */
    artifacts: Type.String(),
    desired: Type.Optional(DesiredState),
    /** Dies by SIGKILL as soon as this state is on the disk. */
    dieIn: Type.Optional(ContentState),
    /** Dies by SIGKILL after so many bytes were handed over by the source. */
    dieAfterBytes: Type.Optional(Type.Integer()),
    /** Whether the page shows what it is given. */
    renders: Type.Boolean(),
    reserveBytes: Type.Optional(Type.Integer()),
  },
  { additionalProperties: false },
);
const readOrders = jsonValidatorOf(Orders, 1024 * 1024);

/**
 * The agent's content with its real state, ledger, planner and runner, and the artifacts from a folder. Ends with
 * code 0 when nothing is left to do or a step failed, and prints what it asked for and what came of it.
 */
const orders = readOrders(process.argv[2] ?? '');
if (!orders.ok) throw new Error(orders.error.message);
const { folder, artifacts, desired, dieIn, dieAfterBytes, renders, reserveBytes = 0 } = orders.value;
const log = pino({ level: 'silent' });

let bytes = 0;
const asked: { sha256: string; offset: number }[] = [];
const source: ArtifactSource = {
  get: async (sha256, offset) => {
    asked.push({ sha256, offset });
    const path = join(artifacts, sha256);
    const there = await readFile(path).catch(() => undefined);
    if (!there) return failure('not_found', 'no such artifact');
    return success({ offset, body: counted(path, offset) });
  },
  close: () => undefined,
};
async function* counted(path: string, offset: number): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path, { start: offset, highWaterMark: 1024 })) {
    yield chunk;
    bytes += chunk.length;
    if (dieAfterBytes !== undefined && bytes >= dieAfterBytes) process.kill(process.pid, 'SIGKILL');
  }
}

const opened = await openState(join(folder, 'state'), log);
const states: string[] = [];
const state: State = {
  ...opened,
  change: async (edit) => {
    await opened.change(edit);
    const now = opened.data().content.state;
    if (states.at(-1) !== now) states.push(now);
    if (now === dieIn) process.kill(process.pid, 'SIGKILL');
  },
};
const outbox = await openOutbox({ folder: join(folder, 'outbox'), log });
const ledger = openLedger({
  outbox,
  state,
  onRecorded: () => undefined,
  onFaultsChanged: () => undefined,
  now: Date.now,
  log,
});
const proof = createProof({ seconds: renders ? 30 : 0.2, watched: true });
const content = await openContent({
  folder,
  version: '1.0.0',
  state,
  source,
  proof,
  reserveBytes,
  faults: ledger.faults,
  record: ledger.record,
  onShown: (shown) => {
    if (shown && renders) setImmediate(() => proof.rendered(shown.release));
  },
  onChange: () => undefined,
  now: Date.now,
  log,
});
const shownFirst = content.shown()?.release ?? null;
const damagedFirst = content.damaged();
await state.change((draft) => {
  draft.cleanStop = false;
  if (desired) draft.desired = desired;
});
if (content.shown() && renders) proof.rendered(content.shown()?.release ?? '');
const { executors, actual } = createExecutors({
  content,
  state,
  ledger,
  screenFree: async () => undefined,
  onConfiguration: () => undefined,
  onChange: () => undefined,
});
const finished = Promise.withResolvers<void>();
const reconciler = createReconciler({
  desired: () => state.data().desired,
  actual: () => {
    const now = actual();
    if (plan(state.data().desired, now).length === 0) finished.resolve();
    return now;
  },
  executors,
  delay: () => {
    finished.resolve();
    return 60_000;
  },
  log,
});
reconciler.request();
await finished.promise;
await reconciler.stop();
await state.change((draft) => {
  draft.cleanStop = true;
});
await outbox.close();
process.stdout.write(
  JSON.stringify({
    states,
    asked,
    shownFirst,
    damagedFirst,
    shown: content.shown()?.release ?? null,
    content: state.data().content,
    problem: content.problem(),
    faults: ledger.faults.list().map(({ code }) => code),
  }),
);
process.exit(0);
