import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import packageFile from '../package.json' with { type: 'json' };

/**
 * `totem-agent` runs the totem; `totem-agent enrol TOKEN` makes it one of a hub's. All state is in the folder
 * TOTEM_DATA. The parts are loaded after the compile cache is on, which halves the time to the first frame.
 */
const folder = resolve(process.env.TOTEM_DATA ?? '.totem/agent');
enableCompileCache(join(folder, 'cache', 'code'));

/** How long a start that is asked to end is waited for (ms). */
const startEndsWithinMs = 4000;

const [subcommand, ...rest] = process.argv.slice(2);
if (subcommand === undefined) await run();
else if (subcommand === 'enrol' && rest.length === 1) await enrolWith(rest[0] ?? '');
else if (subcommand === 'doctor' || subcommand === 'bundle') await examine(subcommand);
else {
  process.stderr.write(
    'Usage: totem-agent            runs this totem\n       totem-agent enrol TOKEN\n       totem-agent doctor         looks it over while it does not run\n       totem-agent bundle FILE    writes a support archive\n',
  );
  process.exit(2);
}

async function run(): Promise<void> {
  const { startAgent } = await import('./start.ts');
  const starting = startAgent(folder, packageFile.version);
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    // A start that is asked to end is finished first, so that it leaves nothing behind; one that hangs is not waited for.
    const hung = setTimeout(() => process.exit(1), startEndsWithinMs);
    const begun = await starting;
    clearTimeout(hung);
    if (begun.ok) await begun.value.stop();
    // Ends at once: native add-ons may crash in an ordinary teardown.
    process.exit();
  };
  // Before the start is over: who reads "agent ready" may end it in the same moment.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
  const started = await starting;
  if (started.ok) return;
  process.stderr.write(`totem-agent: ${started.error.message}\n`);
  process.exit(1);
}

async function examine(what: 'doctor' | 'bundle'): Promise<void> {
  const { runBundleCommand, runDoctorCommand } = await import('./doctor/index.ts');
  const run = what === 'doctor' ? runDoctorCommand : runBundleCommand;
  const code = await run(rest, folder, packageFile.version);
  process.exit(code);
}

async function enrolWith(token: string): Promise<void> {
  const { enrol } = await import('./identity/enrol.ts');
  const { loadIdentity } = await import('./identity/index.ts');
  const former = await loadIdentity(folder);
  // An agent that runs would write back what is to be forgotten here.
  if (!former.ok || former.value) await holdOrEnd();
  const { forgetServiceKey, keepServiceKey } = await import('./service/record.ts');
  let keyed = false;
  const enrolled = await enrol(folder, token, async (key) => {
    await keepServiceKey(folder, key);
    keyed = true;
  });
  if (!enrolled.ok) {
    process.stderr.write(`totem-agent: ${enrolled.error.message}\n`);
    process.exit(1);
  }
  const { totem, mqtt, authority } = enrolled.value.enrolment;
  const sameHub = former.ok && (!former.value || former.value.enrolment.authority === authority);
  if (!sameHub) await forgetHub();
  // The secret of another totem or hub; the hub sends the right one.
  if (!keyed) await forgetServiceKey(folder);
  process.stdout.write(`This totem is ${totem} and belongs to the hub at ${mqtt}.\n`);
}

async function holdOrEnd(): Promise<void> {
  const { holdData } = await import('./wiring/hold.ts');
  const { pino } = await import('pino');
  const held = await holdData(folder, pino({ level: 'warn' }, pino.destination(2)));
  if (held.ok) return;
  process.stderr.write(`totem-agent: ${held.error.message}\n`);
  process.exit(1);
}

/** Another hub has other editors and other revisions. What is on the screen stays until it says otherwise. */
async function forgetHub(): Promise<void> {
  const { openState } = await import('./state/index.ts');
  const { pino } = await import('pino');
  const state = await openState(join(folder, 'state'), pino({ level: 'warn' }, pino.destination(2)));
  await state.change((draft) => {
    draft.desired = null;
    draft.keyRing = null;
  });
}
