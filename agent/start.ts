import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DesiredState, type Result, success } from '../protocol/index.ts';
import { openAccess } from './access.ts';
import { httpsArtifacts, noArtifacts } from './artifacts/index.ts';
import { openCare } from './care.ts';
import { heartbeatOf, loadConfiguration, pageConfiguration } from './configuration.ts';
import { createProof, openContent, playlistOf } from './content/index.ts';
import type { Display } from './display/index.ts';
import { openExamination } from './examination.ts';
import { type HealthReporter, openLedger, startHealth } from './health/index.ts';
import { holdData } from './hold.ts';
import { type Identity, loadIdentity } from './identity/index.ts';
import type { Kiosk } from './kiosk/index.ts';
import { backoff, createCommandDesk, type Link, openOutbox, startLink } from './link/index.ts';
import { openLog } from './log.ts';
import { chooseManager, startNetwork } from './network/index.ts';
import { openKiosk } from './page.ts';
import { createExecutors, createReconciler, createReporter, reportedOf } from './reconcile/index.ts';
import { createRemote, openGateway } from './remote/index.ts';
import { openSenses, type Senses } from './senses.ts';
import { restartAgent, restartBoard, startService } from './service/index.ts';
import { createAttendance } from './session/index.ts';
import { followPage } from './session/page.ts';
import { openState } from './state/index.ts';
import type { Touch } from './touch/index.ts';
import { openUpdates, type Updates } from './updates.ts';

/** A running totem. */
export interface Agent {
  /** Ends everything in good order, within 5 seconds. */
  stop(): Promise<void>;
}

/**
 * Wires the parts of the agent and starts them. What can be shown is on its way to the screen before the hub is
 * looked for.
 *
 * @param folder all state of this totem
 */
export async function startAgent(folder: string, version: string): Promise<Result<Agent>> {
  await mkdir(folder, { recursive: true });
  const loaded = await loadConfiguration(folder);
  if (!loaded.ok) return loaded;
  const configuration = loaded.value;
  const { log, logs } = openLog(configuration.log);
  const held = await holdData(folder, log);
  if (!held.ok) return held;
  const known = await loadIdentity(folder);
  const identity = known.ok ? known.value : null;
  const now = Date.now;

  // Parts that start later than those which speak to them.
  let link: Link | undefined;
  let health: HealthReporter | undefined;
  let display: Display | undefined;
  let touch: Touch | undefined;
  let senses: Senses | undefined;
  let kiosk: Kiosk | undefined;
  let updates: Updates | null = null;
  let catchUp: (() => Promise<void>) | undefined;

  const state = await openState(join(folder, 'state'), log.child({ part: 'state' }));
  const outbox = await openOutbox({ folder: join(folder, 'outbox'), log: log.child({ part: 'outbox' }) });
  const { cleanStop } = state.data();
  const care = await openCare({ folder, configuration, cleanStop, now, log });
  const ledger = openLedger({
    outbox,
    state,
    memory: care.memory,
    onRecorded: () => link?.wake(),
    onFaultsChanged: () => health?.changed(),
    onRoom: () => void catchUp?.(),
    now,
    log,
  });
  const { faults, record, remember } = ledger;
  /** Desired by the hub, but not on the disk yet for want of room. */
  let unwritten: DesiredState | undefined;
  if (state.recovery !== 'none') {
    faults.raise('storage.recovered', `the state file was damaged; ${recoveries[state.recovery]}`);
  }
  if (!known.ok) {
    // The hub cannot know this totem any more, but what is on the screen does not depend on it.
    log.error({ problem: known.error }, 'the identity of this totem is damaged: enrol it again');
    faults.raise('link.certificate_refused', known.error.message);
  }
  record({ kind: 'agent.started', at: new Date(now()).toISOString(), version, cleanStop });

  const attendance = createAttendance(() => senses?.touched());
  const proof = createProof({
    seconds: configuration.content.proveSeconds,
    watched: configuration.display.enabled,
  });
  const source = identity ? httpsArtifacts(identity.enrolment.artifacts, tlsOf(identity)) : noArtifacts();
  const reporter = createReporter(() => link?.report(reported()), 1000);
  const content = await openContent({
    folder,
    version,
    state,
    source,
    proof,
    reserveBytes: configuration.content.reserveBytes,
    faults,
    record,
    onShown: (shown) => {
      kiosk?.send({ type: 'content', release: shown?.release ?? null });
      display?.setPlaylist(playlistOf(shown));
    },
    onChange: reporter.changed,
    now,
    log: log.child({ part: 'content' }),
  });
  // From here on a stop without notice is not a clean one.
  await remember((draft) => {
    draft.cleanStop = false;
  });

  const reported = () => reportedOf(state.data(), content, updates?.reported());

  const started = await openKiosk(configuration, content.shown, log);
  if (!started.ok) return started;
  const page = started.value;
  kiosk = page;
  const examination = openExamination({
    folder,
    version,
    configuration,
    identity: known,
    running: () => ({
      screen: display
        ? { figures: display.figures, picture: display.picture, show: service.exercises.show }
        : null,
      input: () => touch?.devices() ?? [],
      sensors: () => senses?.list() ?? [],
      faults: faults.list,
      screenFree: () => !attendance.citizenPresent(),
      link: link ? { online: link.online, clockOffset: link.clockOffset } : null,
      cleanStop,
    }),
    now,
  });
  const service = await startService({
    folder,
    totem: identity?.enrolment.totem ?? null,
    send: (message) => {
      // Who asked for it wants to see it.
      if (message.type === 'exercise' && message.exercise !== null) senses?.touched();
      page.send(message);
    },
    status: () => ({
      totem: identity?.enrolment.totem ?? null,
      version,
      hub: identity?.enrolment.mqtt ?? null,
      online: link?.online() ?? false,
      content: content.shown()?.release ?? null,
      eventsPending: outbox.pending,
      display: display?.figures() ?? displayOff,
      faults: faults.list(),
    }),
    actions: {
      restart_display: () => display?.rebuild('asked for in the service menu'),
      restart_agent: restartAgent,
      restart_board: () => restartBoard(log),
    },
    runDoctor: examination.runDoctor,
    record,
    log: log.child({ part: 'service' }),
    now,
  });
  const follower = followPage({
    watched: configuration.display.enabled,
    attendance,
    rendered: (release) => {
      log.info({ release }, 'content on the screen');
      proof.rendered(release);
    },
    alive: (frames) => display?.pageAlive(frames),
    gone: () => {
      display?.pageGone();
      service.pageGone();
    },
    attract: (showing) => display?.setAttract(showing),
    record,
    onSession: () => {
      senses?.session(attendance.state() !== 'attract');
      health?.changed();
    },
    now,
  });
  const configurePage = () =>
    page.send(pageConfiguration(configuration, state.data().desired?.configuration ?? {}));
  page.onMessage((message, sender) => {
    follower.heard(message, sender.screen);
    // A browser on this machine is not the totem's screen, where the technician stands.
    if (sender.screen || !configuration.display.enabled) service.heard(message);
  });
  page.onConnections((_count, sender) => {
    follower.connection(sender.connection, sender.screen);
    configurePage();
    page.send({ type: 'content', release: content.shown()?.release ?? null });
    page.send({ type: 'link', online: link?.online() ?? false });
    service.greet();
    if (senses) page.send(senses.greeting());
  });

  if (care.suspended && configuration.display.enabled) display = await care.outage();
  else if (configuration.display.enabled) {
    // Loaded only here: a totem without a display needs no GStreamer.
    const { startDisplay } = await import('./display/index.ts');
    const screen = await startDisplay({
      configuration: configuration.display,
      pageUrl: page.screenUrl,
      runtimeFolder: join(folder, 'run', 'display'),
      faults,
      log: log.child({ part: 'display' }),
    });
    screen.setPlaylist(playlistOf(content.shown()));
    screen.onPlayed(({ media, seconds }) =>
      record({ kind: 'playlist.played', at: new Date(now()).toISOString(), media, seconds }),
    );
    screen.onChange(() => health?.changed());
    display = screen;
  }
  senses = await openSenses({
    configuration,
    screen: display ?? null,
    send: page.send,
    session: attendance.state() !== 'attract',
    faults,
    onChange: () => health?.changed(),
    log,
  });
  if (configuration.touch.length > 0) {
    const { startTouch } = await import('./touch/index.ts');
    touch = await startTouch({
      devices: configuration.touch,
      calibrationFile: join(folder, 'state', 'calibration.json'),
      onTouch: (step) => {
        if (step.phase === 'down') attendance.touched('panel');
        page.send({ type: 'touch', ...step, origin: 'panel' });
      },
      onKey: (step) => {
        if (step.phase === 'down') attendance.touched('panel');
        page.send({ type: 'key', ...step });
      },
      faults,
      log: log.child({ part: 'touch' }),
    });
  }

  health = await startHealth({
    folder,
    version,
    heartbeatSeconds: heartbeatOf(configuration, state.data().desired?.configuration),
    memory: care.memory,
    faults,
    display: () => display?.figures() ?? displayOff,
    session: attendance.state,
    service: care.service,
    hub: () => link?.figures() ?? null,
    clockOffset: () => link?.clockOffset() ?? null,
    clockSynchronised: care.clockSynchronised,
    input: () => touch?.devices() ?? [],
    sensors: () => senses?.list() ?? [],
    eventsPending: () => outbox.pending,
    messagesRefused: () => (link?.refused() ?? 0) + page.messagesRefused(),
    send: (figures) => link?.health(figures),
    online: () => link?.online() ?? false,
    now,
    log: log.child({ part: 'health' }),
  });

  const { executors, actual } = createExecutors({
    content,
    state,
    ledger,
    screenFree: care.suspended ? stopped : attendance.free,
    onConfiguration: (wanted) => {
      health?.setHeartbeat(heartbeatOf(configuration, wanted));
      configurePage();
    },
    onChange: reporter.changed,
  });
  const reconciler = createReconciler({
    desired: () => state.data().desired,
    actual,
    executors,
    delay: (attempt) => backoff(attempt, Math.random(), { base: 2000, ceiling: 120_000 }),
    log: log.child({ part: 'reconcile' }),
  });
  reconciler.request();

  const desire = async (desired: DesiredState): Promise<void> => {
    if (desired.revision <= (state.data().desired?.revision ?? 0)) return;
    log.info({ revision: desired.revision, release: desired.content?.release }, 'desired state');
    const { state: operation, target } = state.data().content;
    const remembered = await remember((draft) => {
      draft.desired = desired;
    });
    unwritten = remembered ? undefined : desired;
    if (!remembered) return;
    reporter.changed();
    updates?.request();
    const elsewhere = desired.content?.manifest.sha256 !== target?.manifest.sha256;
    reconciler.request({ interrupt: (operation === 'fetching' || operation === 'verified') && elsewhere });
  };

  /** The disk takes writes again, after it did not. */
  catchUp = async () => {
    await remember((draft) => {
      draft.cleanStop = false;
    });
    if (unwritten) await desire(unwritten);
    reconciler.request();
  };

  const network = await startNetwork({
    folder,
    manager: await chooseManager(configuration.network),
    enrolled: identity !== null,
    online: () => link?.online() ?? false,
    renew: () => link?.renew(),
    log: log.child({ part: 'network' }),
    now,
  });

  // Before the link: the first report already says what runs here.
  updates = await openUpdates({
    folder,
    configuration,
    state,
    source,
    hub: identity && {
      base: identity.enrolment.artifacts,
      tls: tlsOf(identity),
      online: () => link?.online() ?? false,
    },
    display: display ?? null,
    health: health.snapshot,
    citizenPresent: attendance.citizenPresent,
    faults,
    record,
    onChange: reporter.changed,
    now,
    log: log.child({ part: 'firmware' }),
  });

  const gateway = identity && openGateway(identity.enrolment.gateway, tlsOf(identity));
  if (identity && gateway) {
    const remote = createRemote({ screen: display ?? null, gateway, attendance, send: page.send });
    link = startLink({
      url: identity.enrolment.mqtt,
      totem: identity.enrolment.totem,
      tls: tlsOf(identity),
      boot: randomUUID(),
      version,
      outbox,
      desk: createCommandDesk(remote, log.child({ part: 'commands' })),
      reported,
      onDesired: (desired) => void desire(desired),
      serviceGeneration: service.generation,
      onServiceKey: (key) => void service.take(key).then(() => link?.greet()),
      onOnline: (online) => {
        page.send({ type: 'link', online });
        if (!online) return;
        network.reached();
        health?.changed();
        // What could not be fetched for want of the hub can be now.
        reconciler.request();
        updates?.request();
      },
      faults,
      log: log.child({ part: 'link' }),
      now,
      random: Math.random,
    });
  } else if (known.ok) {
    log.warn(
      'this totem is not enrolled: run `totem-agent enrol TOKEN` with a token of the hub, then start it again',
    );
  }
  const { snapshot } = health;
  const access = await openAccess({
    folder,
    configuration,
    onConfiguration: () => {
      health?.setHeartbeat(heartbeatOf(configuration, state.data().desired?.configuration));
      configurePage();
    },
    routes: examination.routes,
    version,
    identity: identity && { totem: identity.enrolment.totem, hub: identity.enrolment.mqtt },
    page: page.url,
    pages: page.pages,
    online: () => link?.online() ?? false,
    reported,
    health: async () => snapshot(),
    faults: faults.list,
    display: display ? { state: () => display?.figures().state ?? 'off', rebuild: display.rebuild } : null,
    exercises: service.exercises,
    citizenPresent: attendance.citizenPresent,
    input: touch ?? null,
    sensors: senses ?? null,
    logs,
    network,
    now,
    log: log.child({ part: 'local' }),
  });
  log.info(
    { totem: identity?.enrolment.totem ?? null, kiosk: page.url, hub: identity?.enrolment.mqtt ?? null },
    'agent ready',
  );

  care.watch(
    () => display,
    faults,
    () => health?.changed(),
  );

  return success({
    stop: async () => {
      await care.stopping();
      health?.stop();
      reporter.stop();
      service.stop();
      await access?.stop();
      await network.stop();
      await Promise.all([
        touch?.stop(),
        senses?.stop(),
        display?.stop(),
        reconciler.stop(),
        updates?.stop(),
        link?.stop(),
      ]);
      source.close();
      gateway?.close();
      await page.stop();
      await ledger.stop();
      await care.stop();
      await remember((draft) => {
        draft.cleanStop = true;
      });
      await outbox.close();
      await held.value();
    },
  });
}

const recoveries = {
  former: 'its former generation is in use',
  lost: 'both generations were unreadable and the totem begins anew',
} as const;

const displayOff = {
  state: 'off',
  framesPerSecond: 0,
  framesRendered: 0,
  restarts: 0,
  pageSilentSeconds: null,
} as const;

/** Resolves when the signal says so: a screen that is out of service never becomes free. */
function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function tlsOf({ key, enrolment }: Identity): { key: string; cert: string; ca: string } {
  return { key, cert: enrolment.certificate, ca: enrolment.authority };
}
