import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { writeDurably } from '../protocol/durable.ts';
import { Children } from './children.ts';
import { Console } from './console.ts';
import { Fleet } from './fleet.ts';
import { peopleIn } from './people.ts';
import { screen, totems } from './totems.ts';

/** `npm start`: one hub and two totems on this machine, set up with the same commands a city would use. */

const project = resolve(import.meta.dirname, '..');
const base = resolve(process.env.TOTEM_DATA ?? join(project, '.totem'));
const programs = {
  hub: join(project, 'bin', 'totem-hub'),
  agent: join(project, 'bin', 'totem-agent'),
  cli: join(project, 'bin', 'totem'),
};
const environment = { ...process.env, XDG_CONFIG_HOME: join(base, 'technician') };
const children = new Children();
const say = new Console();
const started = new Map<string, Promise<string>>();

let leaving: Promise<void> | undefined;
async function leave(code: number): Promise<never> {
  leaving ??= children.stop();
  await leaving;
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Who presses Ctrl-C again does not want to wait; still nothing may stay behind.
    if (leaving) return children.endNow();
    say.line('\nEnding the hub and the totems …');
    void leave(0);
  });
}
children.onUnexpectedExit = (name, lastLines) => {
  say.problem(
    `${name} has ended. Its log is in ${join(base, 'logs', `${name}.log`)}.\n${lastLines.join('\n')}`,
  );
};

try {
  await demonstrate();
} catch (error) {
  if (!leaving) {
    say.problem(error instanceof Error ? error.message : String(error));
    await leave(1);
  }
}

async function demonstrate(): Promise<void> {
  for (const folder of ['hub', 'logs', 'technician', ...totems.map(({ key }) => key)]) {
    mkdirSync(join(base, folder), { recursive: true });
  }
  const isFirst = !existsSync(join(base, 'technician', 'totem', 'hub.json'));
  say.line(
    isFirst ? 'First start: making a hub, two totems and sample content.' : 'Starting with what is there.',
  );

  // Totems that are enrolled already need nobody to wait for: they start beside the hub.
  const early = totems.filter(({ key }) => isEnrolled(key));
  const [hub] = await Promise.all([startHub(), ...early.map(({ key }) => startTotem(key))]);
  const fleet = new Fleet(programs.cli, environment);
  await fleet.signIn(hub.address, hub.password);

  for (const totem of totems.filter(({ key }) => !isEnrolled(key))) {
    await say.step(`enrolling ${totem.name}`, async () => {
      const token = await fleet.token(totem);
      await fleet.enrol(programs.agent, token, join(base, totem.key));
    });
    await startTotem(totem.key);
  }
  const people = await peopleIn(join(base, 'technician', 'people.json'));
  await say.step('operators and a supervisor', () => fleet.staff(people));
  await say.step('publishing the sample content', () => fleet.publish(join(project, 'demo', 'content')));
  await say.step('waiting for the content on both screens', () => fleet.everyScreenShows(totems.length));
  const addresses = await Promise.all(totems.map(({ key }) => startTotem(key)));
  say.whereToLook({
    dashboard: hub.address,
    password: hub.password,
    people,
    pages: addresses,
    cli: `XDG_CONFIG_HOME=${environment.XDG_CONFIG_HOME} ${programs.cli}`,
    program: programs.cli,
    totem: join(base, totems[0]?.key ?? ''),
  });
}

async function startHub(): Promise<{ address: string; password: string | null }> {
  const port = Number(process.env.TOTEM_HTTP_PORT || 8080);
  await writeDurably(
    join(base, 'hub', 'hub.yaml'),
    // Who lets the hub choose its port cannot know the address of its pages before.
    stringify({
      version: 1,
      publicUrl: port === 0 ? null : `http://127.0.0.1:${port}`,
      // A demonstration is given at any hour, and shows what being recorded is like for who says yes.
      calls: {
        loopback: true,
        anyTime: readdirSync(join(project, 'demo', 'content', 'offices')),
        recording: { offices: ['urp'], sound: true, keepDays: 7 },
      },
    }),
  );
  const ready = await say.step('the hub', () =>
    children.start('hub', programs.hub, 'hub ready', join(base, 'logs', 'hub.log'), {
      ...environment,
      TOTEM_DATA: join(base, 'hub'),
    }),
  );
  const file = join(base, 'hub', 'first-sign-in.txt');
  const password = existsSync(file)
    ? /^password: (\S+)$/m.exec(await readFile(file, 'utf8'))?.[1]
    : undefined;
  return { address: textOf(ready, 'http'), password: password ?? null };
}

function isEnrolled(key: string): boolean {
  return existsSync(join(base, key, 'identity.json'));
}

/** Starts a totem once and gives the address of its local page. */
function startTotem(key: string): Promise<string> {
  const known = started.get(key);
  if (known) return known;
  const starting = say.step(key, async () => {
    const folder = join(base, key);
    const touch = join(folder, 'touch');
    // A FIFO stands in for the panel's device node: whoever writes input events into it touches the screen.
    if (!existsSync(touch)) execFileSync('mkfifo', ['-m', '600', touch]);
    await writeDurably(
      join(folder, 'agent.yaml'),
      stringify({
        version: 1,
        display: { sink: process.env.TOTEM_SINK ?? 'none', ...screen },
        kiosk: { office: totems.find((totem) => totem.key === key)?.office },
        touch: [{ path: touch, maximumX: 32_767, maximumY: 32_767 }],
        health: { heartbeatSeconds: 5 },
        // Calls work without a camera: the desk sees a pattern that moves and hears a spoken sentence.
        camera: { source: 'test' },
        calls: { sound: 'test' },
      }),
    );
    const ready = await children.start(key, programs.agent, 'agent ready', join(base, 'logs', `${key}.log`), {
      ...environment,
      TOTEM_DATA: folder,
    });
    return textOf(ready, 'kiosk');
  });
  started.set(key, starting);
  return starting;
}

function textOf(entry: object, field: string): string {
  const value: unknown = Reflect.get(entry, field);
  if (typeof value !== 'string') throw new Error(`a program did not say its ${field}`);
  return value;
}
