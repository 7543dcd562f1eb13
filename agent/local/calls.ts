import { failure, faultCatalogue, success } from '../../protocol/index.ts';
import { calibrate } from './calibrate.ts';
import { type LocalParts, type ShownExercise, screenProblem } from './parts.ts';
import { type LocalStream, type Route, single, streamed } from './routes.ts';

/** The table of calls that the agent answers by itself. `endings` are called when the agent ends. */
export function localRoutes(parts: LocalParts, endings: Set<() => void>): Route[] {
  return [
    single('status', async () =>
      success({
        at: new Date(parts.now()).toISOString(),
        version: parts.version,
        pid: process.pid,
        totem: parts.identity?.totem ?? null,
        hub: parts.identity?.hub ?? null,
        online: parts.online(),
        page: parts.page,
        reported: parts.reported(),
        health: await parts.health(),
      }),
    ),
    single('faults', () =>
      success({
        faults: parts.faults().map((fault) => {
          const { severity, cure } = faultCatalogue[fault.code];
          return { fault, severity, cure };
        }),
      }),
    ),
    single('sensors', () => success({ sensors: parts.sensors?.list() ?? [] })),
    streamed('sensors.watch', async (_input, out) => {
      if (!parts.sensors) return failure('unsupported', 'this totem has no sensors; name them in agent.yaml');
      const { sensors } = parts;
      return watched(out, (send) => {
        for (const sensor of sensors.list()) send(sensor);
        return sensors.watch((news) => {
          const changed = sensors.list().find(({ id }) => id === news.sensor);
          if (changed) send(changed);
        });
      });
    }),
    single('input', () => success({ devices: parts.input?.devices() ?? [] })),
    streamed('input.watch', async (_input, out) => {
      if (!parts.input)
        return failure('unsupported', 'this totem reads no input devices; name them in agent.yaml');
      const { input } = parts;
      return watched(out, (send) => input.watch(send));
    }),
    streamed('touch.calibrate', (input, out) => calibrate(parts, input, out)),
    ...displayRoutes(parts, endings),
    single('configuration', () => parts.settings.view()),
    single('configuration.set', ({ key, value }) => parts.settings.set(key, value)),
    streamed('logs', async ({ lines, follow }, out) => {
      out.begin();
      let next = parts.logs.tail(lines);
      for (;;) {
        const read = parts.logs.read(next, 100);
        for (const line of read.lines) {
          if (out.signal.aborted) return success(null);
          await out.drained();
          out.send(JSON.parse(line));
        }
        ({ next } = read);
        if (read.lines.length > 0) continue;
        if (!follow || out.signal.aborted) return success(null);
        await parts.logs.waitFor(next, out.signal);
      }
    }),
    single('network', async () => success(await parts.network.figures())),
    single('network.set', (request) => parts.network.set(request)),
    single('network.return', () => parts.network.back()),
  ];
}

const noDisplay = failure('unsupported', 'this totem has no display: display.enabled is false in agent.yaml');

function displayRoutes(parts: LocalParts, endings: Set<() => void>): Route[] {
  let shown: ShownExercise | undefined;
  let timer: NodeJS.Timeout | undefined;
  const hide = () => {
    clearTimeout(timer);
    shown?.hide();
    shown = undefined;
  };
  endings.add(() => clearTimeout(timer));
  return [
    single('display.test', ({ pattern, seconds }) => {
      const problem = pattern === null ? undefined : screenProblem(parts);
      if (problem) return problem;
      hide();
      if (pattern !== null) {
        shown = parts.exercises.show({ kind: 'pattern', pattern });
        timer = setTimeout(hide, seconds * 1000);
      }
      return success({});
    }),
    single('display.rebuild', () => {
      if (!parts.display) return noDisplay;
      parts.display.rebuild('asked for by a technician');
      return success({ state: parts.display.state() });
    }),
  ];
}

/** A stream of what happens, until the client leaves. What a slow client cannot take is left out. */
async function watched<Entry>(
  out: LocalStream<Entry>,
  watch: (send: (entry: Entry) => void) => () => void,
): Promise<ReturnType<typeof success<null>>> {
  out.begin();
  const unwatch = watch((entry) => void out.send(entry));
  await new Promise<void>((resolve) => {
    if (out.signal.aborted) resolve();
    else out.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  unwatch();
  return success(null);
}
