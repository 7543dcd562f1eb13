import type { Logger } from 'pino';
import { CallNotice, type CallRequest } from '../../protocol/calls/index.ts';
import {
  Acknowledged,
  Command,
  DesiredState,
  type DownwardChannel,
  type Health,
  jsonValidatorOf,
  maximumMessageBytes,
  PublicServices,
  protocolVersion,
  type ReportedState,
  type Result,
  ServiceKey,
  Welcome,
} from '../../protocol/index.ts';
import type { Faults } from '../health/faults.ts';
import { backoff } from './backoff.ts';
import type { CommandDesk } from './commands.ts';
import type { Outbox } from './outbox/index.ts';
import { createHubClock, createRounds } from './rounds.ts';
import { type Ending, openSession, type Session } from './session.ts';
import { certificateProblem, trustProblem } from './trust.ts';

export { backoff } from './backoff.ts';
export { type CommandHandlers, createCommandDesk } from './commands.ts';
export { type Outbox, openOutbox, readSegment, segmentStart } from './outbox/index.ts';
export { trustProblem } from './trust.ts';

/** The totem's standing session with its hub: it is opened again for as long as the agent runs. */
export interface Link {
  /** Whether the hub has welcomed this totem on the connection that is open now. */
  online(): boolean;
  /** Messages of the hub that were refused since the start. */
  refused(): number;
  /** Hub's clock minus ours in milliseconds, from the last welcome; null before the first one. */
  clockOffset(): number | null;
  /** How the line carries. */
  figures(): NonNullable<Health['hub']>;
  report(reported: ReportedState): void;
  health(health: Health): void;
  /** Says hello again, for what only a hello tells has changed. */
  greet(): void;
  /** Says something about a call; `false` where the hub is not reached. */
  call(request: CallRequest): boolean;
  /** Tells that events were added to the outbox. */
  wake(): void;
  /** Leaves the connection, which may lead nowhere any more, and opens a new one at once. */
  renew(): void;
  stop(): Promise<void>;
}

export interface LinkOptions {
  url: string;
  totem: string;
  tls: { key: string; cert: string; ca: string };
  /** UUID of this run of the agent. */
  boot: string;
  version: string;
  outbox: Outbox;
  desk: CommandDesk;
  reported: () => ReportedState;
  onDesired(desired: DesiredState): void;
  /** Generation of the service key that this totem has, and another one that the hub sends. */
  serviceGeneration?: () => number;
  onServiceKey?(key: ServiceKey): void;
  /** What the hub offers to citizens' phones. */
  onPublicServices?(services: PublicServices): void;
  /** What the hub says about a call. */
  onCallNotice?(notice: CallNotice): void;
  onOnline(online: boolean): void;
  faults: Pick<Faults, 'raise' | 'clear'>;
  log: Logger;
  now: () => number;
  /** A number in [0, 1) for the jitter of reconnects. */
  random: () => number;
}

const parsers = {
  welcome: jsonValidatorOf(Welcome, maximumMessageBytes),
  desired: jsonValidatorOf(DesiredState, maximumMessageBytes),
  acknowledged: jsonValidatorOf(Acknowledged, maximumMessageBytes),
  command: jsonValidatorOf(Command, maximumMessageBytes),
  service: jsonValidatorOf(ServiceKey, maximumMessageBytes),
  public: jsonValidatorOf(PublicServices, maximumMessageBytes),
  called: jsonValidatorOf(CallNotice, maximumMessageBytes),
} satisfies Record<DownwardChannel, (bytes: Uint8Array) => Result<unknown>>;

/** Milliseconds: the longest wait for a welcome, and for the acknowledgement of a batch. */
const welcomePatience = 20_000;
const batchPatience = 30_000;

/** Dismissals in a row that are no accident any more. */
const dismissalsThatTell = 3;

/** Starts the link. It never throws for what the hub or the network does. */
export function startLink(options: LinkOptions): Link {
  const { outbox, faults, log, now } = options;
  let session: Session | undefined;
  let online = false;
  let stopped = false;
  let attempt = 0;
  let refused = 0;
  let dismissed = 0;
  const clock = () => performance.now();
  const rounds = createRounds(clock);
  /** A totem's own clock may be years off. */
  const hubClock = createHubClock(now, clock);
  let helloAt = 0;
  let reconnectTimer: NodeJS.Timeout | undefined;
  let welcomeTimer: NodeJS.Timeout | undefined;
  let batchTimer: NodeJS.Timeout | undefined;
  let batchOut = false;
  let woken = false;

  const open = () => {
    const expired = certificateProblem(options.tls.cert, now());
    if (expired) faults.raise('link.certificate_refused', expired);
    session = openSession({
      url: options.url,
      totem: options.totem,
      tls: options.tls,
      boot: options.boot,
      onOpen: sayHello,
      onMessage: receive,
      onSent: rounds.sent,
      onClosed: closed,
    });
  };

  const sayHello = () => {
    const reported = options.reported();
    clearTimeout(welcomeTimer);
    welcomeTimer = setTimeout(() => {
      log.warn('the hub did not answer the hello');
      void session?.close();
    }, welcomePatience);
    helloAt = clock();
    session?.publish('hello', {
      protocol: protocolVersion,
      agent: options.version,
      boot: options.boot,
      revision: reported.revision,
      outbox: outbox.id,
      acknowledged: outbox.acknowledged,
      reported,
      service: options.serviceGeneration?.() ?? 0,
    });
  };

  const closed = ({ error, dismissed: sentAway }: Ending) => {
    clearTimeout(welcomeTimer);
    clearTimeout(batchTimer);
    session = undefined;
    batchOut = false;
    if (online) {
      online = false;
      options.onOnline(false);
    }
    if (stopped) return;
    dismissed = sentAway ? dismissed + 1 : 0;
    const silently = 'the hub ends the connection as soon as it has seen the certificate of this totem';
    const problem = trustProblem(error) ?? (dismissed >= dismissalsThatTell ? silently : undefined);
    if (problem) faults.raise('link.certificate_refused', problem);
    const wait = backoff(attempt, options.random());
    log.info({ reason: error?.message ?? 'closed', attempt, wait }, 'not connected to the hub');
    attempt += 1;
    reconnectTimer = setTimeout(open, wait);
  };

  const receive = (channel: DownwardChannel, payload: Buffer) => {
    const accepted = dispatch(channel, payload);
    if (accepted.ok) faults.clear('link.message_refused', channel);
    else {
      refused += 1;
      log.warn({ channel, problem: accepted.error }, 'a message of the hub was refused');
      faults.raise('link.message_refused', accepted.error.message, channel);
    }
  };

  const dispatch = (channel: DownwardChannel, payload: Buffer): Result<unknown> => {
    switch (channel) {
      case 'welcome': {
        const welcome = parsers.welcome(payload);
        if (welcome.ok) welcomed(welcome.value);
        return welcome;
      }
      case 'desired': {
        const desired = parsers.desired(payload);
        if (desired.ok) options.onDesired(desired.value);
        return desired;
      }
      case 'acknowledged': {
        const acknowledged = parsers.acknowledged(payload);
        if (acknowledged.ok) void settle(acknowledged.value);
        return acknowledged;
      }
      case 'command': {
        const command = parsers.command(payload);
        if (command.ok) void carryOut(command.value);
        return command;
      }
      case 'service': {
        const key = parsers.service(payload);
        if (key.ok) options.onServiceKey?.(key.value);
        return key;
      }
      case 'public': {
        const services = parsers.public(payload);
        if (services.ok) options.onPublicServices?.(services.value);
        return services;
      }
      case 'called': {
        const notice = parsers.called(payload);
        if (notice.ok) options.onCallNotice?.(notice.value);
        return notice;
      }
    }
  };

  const welcomed = (welcome: Welcome) => {
    clearTimeout(welcomeTimer);
    attempt = 0;
    hubClock.heard(Date.parse(welcome.time), helloAt);
    faults.clear('link.certificate_refused');
    if (!online) {
      online = true;
      log.info('connected to the hub');
      options.onOnline(true);
    }
    if (welcome.desired) options.onDesired(welcome.desired);
    void settle({ outbox: outbox.id, sequence: welcome.acknowledged });
  };

  const settle = async (acknowledged: Acknowledged) => {
    try {
      await outbox.acknowledge(acknowledged);
    } catch (error) {
      log.error({ err: error }, 'acknowledged events could not be removed');
    }
    clearTimeout(batchTimer);
    batchOut = false;
    await sendBatch();
  };

  /** One batch is on its way at a time, so that order is kept and memory is bounded. */
  const sendBatch = async () => {
    if (!online || batchOut) {
      woken = true;
      return;
    }
    batchOut = true;
    woken = false;
    const batch = await outbox.batch().catch((error: unknown) => {
      log.error({ err: error }, 'events could not be read');
      return null;
    });
    if (!batch || !online || !session) {
      batchOut = false;
      // An event may have been recorded while the outbox was being read.
      if (woken && online) await sendBatch();
      return;
    }
    session.publish('events', batch);
    batchTimer = setTimeout(() => {
      batchOut = false;
      void sendBatch();
    }, batchPatience);
  };

  const carryOut = async (command: Command) => {
    const result = await options.desk.take(command, now() + (hubClock.offset() ?? 0));
    if (result) session?.publish('result', result);
  };

  open();
  return {
    online: () => online,
    refused: () => refused,
    figures: () => ({
      online,
      latencyMilliseconds: rounds.latencyMilliseconds(),
      lossPercent: rounds.lossPercent(),
    }),
    clockOffset: hubClock.offset,
    report: (reported) => {
      if (online) session?.publish('reported', reported);
    },
    health: (health) => {
      if (online) session?.publish('health', health);
    },
    greet: () => {
      if (online) sayHello();
    },
    call: (request) => {
      if (!online || !session) return false;
      session.publish('call', request);
      return true;
    },
    wake: () => void sendBatch(),
    renew: () => {
      if (stopped) return;
      session?.drop();
      clearTimeout(reconnectTimer);
      attempt = 0;
      open();
    },
    stop: async () => {
      stopped = true;
      clearTimeout(reconnectTimer);
      await session?.close({ online: false, boot: options.boot });
    },
  };
}
