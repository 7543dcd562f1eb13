import { randomUUID } from 'node:crypto';
import { type Result, success } from '../protocol/index.ts';
import { httpsArtifacts, noArtifacts } from './artifacts/index.ts';
import { heartbeatOf } from './configuration.ts';
import { createProof, openContent, playlistOf } from './content/index.ts';
import { startHealth } from './health/index.ts';
import type { Identity } from './identity/index.ts';
import { createCommandDesk, startLink } from './link/index.ts';
import { chooseManager, startNetwork } from './network/index.ts';
import { createRemote, openGateway } from './remote/index.ts';
import { createAttendance } from './session/index.ts';
import { openAccess } from './wiring/access.ts';
import { openCalls } from './wiring/calls.ts';
import { openConversation } from './wiring/conversation.ts';
import { openFoundation } from './wiring/foundation.ts';
import { displayOff, type Parts } from './wiring/parts.ts';
import { openScreen } from './wiring/screen.ts';
import { openUpdates } from './wiring/updates.ts';
import { createReports, startWishes } from './wiring/wishes.ts';

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
  const parts: Parts = {};
  const changed = () => parts.health?.changed();
  const opened = await openFoundation(folder, version, {
    recorded: () => parts.link?.wake(),
    faultsChanged: changed,
    room: () => void parts.wishes?.catchUp(),
  });
  if (!opened.ok) return opened;
  const foundation = opened.value;
  const { configuration, known, state, outbox, care, ledger, log, logs, now } = foundation;
  const { faults, record, remember } = ledger;
  const identity = known.ok ? known.value : null;
  const online = () => parts.link?.online() ?? false;

  const attendance = createAttendance(() => parts.senses?.touched());
  const proof = createProof({
    seconds: configuration.content.proveSeconds,
    watched: configuration.display.enabled,
  });
  const source = identity ? httpsArtifacts(identity.enrolment.artifacts, tlsOf(identity)) : noArtifacts();
  const reports = createReports(foundation, parts);
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
      parts.kiosk?.send({ type: 'content', release: shown?.release ?? null });
      parts.display?.setPlaylist(playlistOf(shown));
    },
    onChange: reports.changed,
    now,
    log: log.child({ part: 'content' }),
  });
  parts.content = content;
  // From here on a stop without notice is not a clean one.
  await remember((draft) => {
    draft.cleanStop = false;
  });

  const gateway = identity && openGateway(identity.enrolment.gateway, tlsOf(identity));
  const conversation = await openConversation(foundation, parts, { content, proof, attendance, gateway });
  if (!conversation.ok) return conversation;
  const { page, service, answers, takeAway, usage, routes, configurePage } = conversation.value;
  await openScreen(foundation, parts, { page, attendance });
  if (gateway) await openCalls(foundation, parts, { gateway, page });

  const health = await startHealth({
    folder,
    version,
    heartbeatSeconds: heartbeatOf(configuration, state.data().desired?.configuration),
    memory: care.memory,
    faults,
    display: () => parts.display?.figures() ?? displayOff,
    session: attendance.state,
    service: care.service,
    hub: () => parts.link?.figures() ?? null,
    clockOffset: () => parts.link?.clockOffset() ?? null,
    clockSynchronised: care.clockSynchronised,
    input: () => parts.touch?.devices() ?? [],
    sensors: () => parts.senses?.list() ?? [],
    eventsPending: () => outbox.pending,
    messagesRefused: () => (parts.link?.refused() ?? 0) + page.messagesRefused(),
    send: (figures) => parts.link?.health(figures),
    online,
    now,
    log: log.child({ part: 'health' }),
  });
  parts.health = health;

  const wishes = startWishes({
    foundation,
    parts,
    content,
    attendance,
    onChange: reports.changed,
    onConfiguration: configurePage,
  });
  parts.wishes = wishes;
  const network = await startNetwork({
    folder,
    manager: await chooseManager(configuration.network),
    enrolled: identity !== null,
    online,
    renew: () => parts.link?.renew(),
    log: log.child({ part: 'network' }),
    now,
  });
  // Before the link: the first report already says what runs here.
  const updates = await openUpdates({
    folder,
    configuration,
    state,
    source,
    hub: identity && { base: identity.enrolment.artifacts, tls: tlsOf(identity), online },
    display: parts.display ?? null,
    health: health.snapshot,
    citizenPresent: attendance.citizenPresent,
    faults,
    record,
    onChange: reports.changed,
    now,
    log: log.child({ part: 'firmware' }),
  });
  if (updates) parts.updates = updates;

  if (identity && gateway) {
    const remote = createRemote({ screen: parts.display ?? null, gateway, attendance, send: page.send });
    parts.link = startLink({
      url: identity.enrolment.mqtt,
      totem: identity.enrolment.totem,
      tls: tlsOf(identity),
      boot: randomUUID(),
      version,
      outbox,
      desk: createCommandDesk(remote, log.child({ part: 'commands' })),
      reported: reports.reported,
      onDesired: (desired) => void wishes.desire(desired),
      serviceGeneration: service.generation,
      onServiceKey: (key) => void service.take(key).then(() => parts.link?.greet()),
      onPublicServices: takeAway.offered,
      onCallNotice: (notice) => parts.calls?.notice(notice),
      onOnline: (isOnline) => {
        page.send({ type: 'link', online: isOnline });
        parts.calls?.online(isOnline);
        if (!isOnline) return;
        network.reached();
        changed();
        // What could not be fetched for want of the hub can be now.
        wishes.request();
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

  const access = await openAccess({
    folder,
    configuration,
    onConfiguration: () => {
      health.setHeartbeat(heartbeatOf(configuration, state.data().desired?.configuration));
      configurePage();
    },
    routes,
    version,
    identity: identity && { totem: identity.enrolment.totem, hub: identity.enrolment.mqtt },
    page: page.url,
    pages: page.pages,
    online,
    reported: reports.reported,
    health: async () => health.snapshot(),
    faults: faults.list,
    display: parts.display
      ? {
          state: () => parts.display?.figures().state ?? 'off',
          rebuild: parts.display.rebuild,
        }
      : null,
    exercises: service.exercises,
    citizenPresent: attendance.citizenPresent,
    input: parts.touch ?? null,
    sensors: parts.senses ?? null,
    logs,
    network,
    now,
    log: log.child({ part: 'local' }),
  });
  log.info(
    { totem: identity?.enrolment.totem ?? null, kiosk: page.url, hub: identity?.enrolment.mqtt ?? null },
    'agent ready',
  );
  care.watch(() => parts.display, faults, changed);

  return success({
    stop: async () => {
      await care.stopping();
      health.stop();
      parts.renewal?.stop();
      reports.stop();
      service.stop();
      answers.stop();
      await access?.stop();
      await network.stop();
      await takeAway.stop();
      await usage.stop();
      await parts.calls?.stop();
      await Promise.all([
        parts.touch?.stop(),
        parts.senses?.stop(),
        parts.speech?.stop(),
        parts.printing?.stop(),
        parts.display?.stop(),
        wishes.stop(),
        updates?.stop(),
        parts.link?.stop(),
      ]);
      source.close();
      gateway?.close();
      await page.stop();
      await foundation.close();
    },
  });
}

function tlsOf({ key, enrolment }: Identity): { key: string; cert: string; ca: string } {
  return { key, cert: enrolment.certificate, ca: enrolment.authority };
}
