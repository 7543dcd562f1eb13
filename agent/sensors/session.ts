import type { Logger } from 'pino';
import type { SensorConfiguration, SensorFigures, SensorState } from '../../protocol/index.ts';
import type { Dialogue, Heard, Measurement } from './driver.ts';
import { type Conversation, conversationFound, conversationOf, kinds } from './drivers.ts';
import type { SensorFaults } from './faults.ts';
import { type Hearing, heard, judge, opened, passed } from './judge.ts';
import { locate, nameOf } from './locate.ts';
import type { Pace } from './pace.ts';
import { openPort, type Port } from './port.ts';
import { createFigures } from './readings.ts';
import { createSearch, type Found, recognise, type Search, sampleBytes } from './search.ts';

export interface SessionOptions {
  settings: SensorConfiguration;
  faults: SensorFaults;
  log: Logger;
  onMeasured(measurements: readonly Measurement[]): void;
  onState(state: SensorState): void;
  /** Milliseconds of a clock that never goes back, and of the calendar. */
  now(): number;
  date(): number;
  random(): number;
  pace: Pace;
}

export interface Session {
  figures(): SensorFigures;
  stop(): Promise<void>;
}

/** A line carries 10 bits for each byte; USB adapters deliver in bursts. */
const burst = 2;
const leastBytesPerSecond = 4_096;

/** Follows one sensor: opens its port again and again, talks to the device, and tells what is wrong with it. */
export function followSensor(options: SessionOptions): Session {
  const { settings, faults, log, now, pace } = options;
  const part = settings.id;
  const figures = createFigures(settings, nameOf(settings.port), options.date);
  let conversation: Conversation | null = conversationOf(settings);
  let baud = settings.baud ?? conversation?.kind.bauds[0] ?? 9_600;
  /** The speed that the port is set to now. */
  let speed = baud;
  let port: Port | null = null;
  let dialogue: Dialogue | null = null;
  let hearing: Hearing = opened(now());
  let sample = Buffer.alloc(0);
  let search: Search | null = null;
  let tuning = false;
  let searchAt = 0;
  let meter = { second: 0, bytes: 0 };
  const failures = { open: 0, flood: 0, search: 0 };
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> = Promise.resolve();
  let stopped = false;

  const grown = (first: number, last: number, failure: number): number =>
    Math.min(last, first * 2 ** Math.min(failure, 20)) * (0.75 + options.random() / 4);
  const later = (milliseconds: number, act: () => Promise<void> | void): void => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => {
      work = Promise.resolve(act()).catch((error: unknown) => {
        log.error({ err: error, sensor: part }, 'a sensor could not be followed');
        return shut('lost', error instanceof Error ? error.message : String(error));
      });
    }, milliseconds);
  };
  const become = (state: SensorState, message = ''): void => {
    const before = figures.state();
    figures.become(state);
    faults.tell(part, state, message);
    if (before !== state) {
      log.info({ sensor: part, state, port: figures.port() }, 'sensor');
      options.onState(state);
    }
  };

  async function start(): Promise<void> {
    const path = await locate(settings.port);
    if (stopped) return;
    if (path === null) return shut('lost', `${nameOf(settings.port)} is not plugged in`);
    try {
      speed = baud;
      const fresh = await openPort(path, baud, {
        onBytes: take,
        onGone: (reason) => void shut('lost', `${path}: ${reason}`),
      });
      if (stopped) return fresh.close();
      port = fresh;
    } catch (error) {
      return shut('lost', error instanceof Error ? error.message : String(error));
    }
    figures.connected(path);
    if (figures.state() === 'lost') become('probing');
    begin();
    beat();
  }

  /** Begins to talk to the device anew. */
  function begin(): void {
    dialogue = conversation?.begin() ?? null;
    hearing = opened(now());
    sample = Buffer.alloc(0);
    search = conversation === null ? createSearch(kinds, settings.baud ?? null) : null;
    searchAt = 0;
  }

  async function shut(state: 'lost' | 'noisy', message: string): Promise<void> {
    clearTimeout(timer);
    const former = port;
    port = null;
    dialogue = null;
    search = null;
    become(state, message);
    await former?.close();
    if (state === 'lost') later(grown(pace.reopenFirst, pace.reopenLast, failures.open++), start);
    else later(grown(pace.floodFirst, pace.floodLast, failures.flood++), start);
  }

  function take(bytes: Uint8Array): void {
    if (port === null || flooded(bytes.length)) return;
    search?.take(bytes);
    const what = search === null ? dialogue?.take(bytes, now()) : undefined;
    if (what !== undefined) understand(bytes, what);
  }

  function understand(bytes: Uint8Array, what: Heard): void {
    hearing = heard(hearing, { bytes: bytes.length, ...what }, now());
    sample = what.frames > 0 ? Buffer.alloc(0) : Buffer.concat([sample, bytes]).subarray(-sampleBytes);
    figures.count(what);
    say(what.send);
    if (what.frames > 0 && figures.state() !== 'noisy') settle();
    if (what.measurements.length > 0) options.onMeasured(what.measurements);
  }

  function settle(): void {
    failures.open = 0;
    failures.search = 0;
    become('ready');
  }

  /** More bytes than the line can carry: nobody reads them, or the agent would do nothing else. */
  function flooded(count: number): boolean {
    const second = Math.floor(now() / 1000);
    meter = second === meter.second ? { second, bytes: meter.bytes + count } : { second, bytes: count };
    if (meter.bytes <= Math.max(leastBytesPerSecond, bytesPerSecond() * burst)) return false;
    void shut('noisy', `${figures.port()} sends more than ${speed} baud can carry; it is shut for a while`);
    return true;
  }

  const bytesPerSecond = (): number => speed / 10;
  const say = (messages: readonly Uint8Array[]): void => {
    for (const message of messages) port?.write(message);
  };

  function beat(): void {
    if (port === null) return;
    later(pace.beat, beat);
    if (search !== null) seek(search);
    else converse();
  }

  function converse(): void {
    const at = now();
    hearing = passed(hearing, at);
    say(dialogue?.tick(at) ?? []);
    if (conversation === null) return;
    const verdict = judge(hearing, { silence: conversation.silence, bytesPerSecond: bytesPerSecond() }, at);
    if (verdict === 'ready') quieted(at);
    else if (verdict === 'disturbed') become('noisy', rubbish());
    else if (verdict !== 'probing') doubt(verdict, conversation);
  }

  function quieted(at: number): void {
    if (figures.state() === 'noisy') settle();
    // A line that stayed clean for so long is forgiven its floods.
    if (at - hearing.openedAt > pace.floodLast) failures.flood = 0;
  }

  const silence = (): string => `nothing comes from ${figures.port()} at ${baud} baud`;

  const rubbish = (): string => `${figures.port()} carries more rubbish than frames`;
  const strange = (name: string): string =>
    `what comes from ${figures.port()} at ${baud} baud is not of a ${name}, nor of anything known`;

  /** Nothing comes, or nothing that the driver knows. */
  function doubt(verdict: 'silent' | 'wrong_device' | 'noisy', { kind }: Conversation): void {
    if (settings.driver === 'auto') {
      // Something else may have been plugged in.
      conversation = null;
      figures.isA('auto');
      begin();
      return;
    }
    const others = kinds.filter((one) => one !== kind);
    const found = verdict === 'silent' ? undefined : recognise(sample, others);
    if (found) {
      accuse({ kind: found, baud });
      return;
    }
    // Once it is known to be another device, it stays so until its own frames come.
    if (figures.state() !== 'wrong_device')
      become(verdict, { silent: silence, wrong_device: strange, noisy: rubbish }[verdict](kind.name));
    if (now() >= searchAt) search = createSearch(kinds, null);
  }

  /** It is another device, or speaks at another speed. */
  function accuse({ kind, baud: spoken }: Found): void {
    const cure = kind === conversation?.kind ? `baud: ${spoken}` : `driver: ${kind.name}`;
    become(
      'wrong_device',
      `${figures.port()} looks like a ${kind.name} at ${spoken} baud: set ${cure} in agent.yaml`,
    );
  }

  function seek(seeking: Search): void {
    if (tuning) return;
    const step = seeking.step(now());
    if (step.do === 'tune') tune(step.baud, () => say(step.questions));
    if (step.do !== 'end') return;
    search = null;
    const { found, bytesSeen } = step;
    if (settings.driver !== 'auto') {
      if (found && (found.kind !== conversation?.kind || found.baud !== baud)) accuse(found);
      else if (!bytesSeen && figures.state() === 'wrong_device') become('silent', silence());
      resume();
    } else if (found) adopt(found);
    else {
      const what = bytesSeen ? 'speaks, but not as anything known' : 'answers nothing';
      become(bytesSeen ? 'wrong_device' : 'silent', `what is at ${figures.port()} ${what}`);
      later(grown(pace.searchFirst, pace.searchLast, failures.search++), () => {
        begin();
        beat();
      });
    }
  }

  function adopt({ kind, baud: spoken }: Found): void {
    baud = spoken;
    conversation = conversationFound(settings, kind);
    figures.isA(kind.name);
    begin();
  }

  /** Back to the configured driver and speed after a search. */
  function resume(): void {
    tune(baud, () => {
      begin();
      searchAt = now() + grown(pace.searchFirst, pace.searchLast, failures.search++);
    });
  }

  function tune(wanted: number, then: () => void): void {
    tuning = true;
    speed = wanted;
    const tuned = port?.setBaud(wanted).then(then, (error: unknown) => {
      void shut('lost', `${figures.port()}: ${error instanceof Error ? error.message : String(error)}`);
    });
    work = Promise.resolve(tuned).finally(() => {
      tuning = false;
    });
  }

  become('probing');
  later(0, start);

  return {
    figures: figures.now,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      const former = port;
      port = null;
      await Promise.allSettled([work, former?.close()]);
      faults.forget(part);
    },
  };
}
