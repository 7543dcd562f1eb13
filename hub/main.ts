import { access, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Logger, pino } from 'pino';
import { writeDurably } from '../protocol/durable.ts';
import { FolderInUse, holdFolder } from '../protocol/hold.ts';
import {
  type HubConfiguration,
  maximumFileBytes,
  noPublicServices,
  type PublicServices,
  type TotemId,
} from '../protocol/index.ts';
import { startApi } from './api/index.ts';
import { openArtifactStore, startArtifactServer } from './artifacts/index.ts';
import { startBroker } from './broker/index.ts';
import { officeHours, openCalls } from './calls/index.ts';
import { loadConfiguration, portVariables } from './configuration/index.ts';
import { createAudit, createEventStore } from './events/index.ts';
import { openFirmware } from './firmware/index.ts';
import { type Fleet, startFleet } from './fleet/index.ts';
import { createLiveView, createPictures, startGateway } from './gateway/index.ts';
import { startIdentity } from './identity/index.ts';
import { createMetrics, exportTotems } from './metrics/index.ts';
import { openPortal } from './portal/index.ts';
import { openLibrary, openPublicPages, type PublicPages, type PublicPagesOptions } from './public/index.ts';
import { openReports } from './report/index.ts';
import { openContentReleases, openRollouts } from './rollouts/index.ts';
import { openServiceCodes } from './service/index.ts';
import { openTextMessages, type TextMessages, type TextMessagesOptions } from './sms/index.ts';
import { openStore } from './store/index.ts';

/** Why the hub cannot start, in one line that says what to change. */
class StartProblem extends Error {}

type Ending = () => void | Promise<void>;

const stopWithinMs = 4500;
const dashboardFolder = fileURLToPath(new URL('../.build/dashboard', import.meta.url));
const deskFolder = fileURLToPath(new URL('../.build/desk', import.meta.url));
const portalScript = fileURLToPath(new URL('../.build/portal/totem-call.js', import.meta.url));
const folder = resolve(process.env.TOTEM_DATA || '.totem/hub');
const now = () => Date.now();

await run();

async function run(): Promise<void> {
  const endings: Ending[] = [];
  try {
    const configuration = await loadConfiguration(folder, process.env);
    if (!configuration.ok) throw new StartProblem(configuration.error.message);
    const { log: level } = configuration.value;
    const log = pino({ base: null, level, timestamp: pino.stdTimeFunctions.isoTime });
    endOn(['SIGTERM', 'SIGINT'], endings, log);
    await startHub(configuration.value, endings, log);
  } catch (error) {
    await end(endings).catch(() => undefined);
    if (!(error instanceof StartProblem || error instanceof FolderInUse)) throw error;
    process.stderr.write(`totem-hub: ${error.message}\n`);
    process.exit(1);
  }
}

/** Starts the parts and makes them known to each other. Each that is up leaves its ending in `endings`. */
async function startHub(configuration: HubConfiguration, endings: Ending[], log: Logger): Promise<void> {
  const { listen: host, hostnames, ports } = configuration;
  const hostname = hostnames[0] ?? 'localhost';
  await mkdir(folder, { recursive: true, mode: 0o700 });
  endings.push(await holdFolder(folder, 'totem-hub'));
  const store = await openStore(join(folder, 'hub.sqlite'));
  endings.push(store.close);
  const metrics = createMetrics();
  const identity = await startIdentity({ store, folder: join(folder, 'identity'), hostnames, log, now });
  endings.push(identity.stop);
  const firstSignIn = await ensureAdmin(identity);
  const fleet = await startFleet({ store, identity, metrics, log, now });
  exportTotems(metrics.registry, fleet.list);
  endings.push(fleet.stop);
  const service = await openServiceCodes({ store, folder: join(folder, 'identity'), log, now });
  const events = createEventStore({ store, metrics, log, now });
  const audit = createAudit({ store, now });
  const reports = openReports({ store, fleet, log, now });
  endings.push(reports.stop);

  const artifacts = await openArtifactStore({
    folder: join(folder, 'artifacts'),
    reserveBytes: configuration.reserveBytes,
    maximumBytes: Math.max(maximumFileBytes, configuration.firmware.maximumBytes),
  });
  const releases = await openContentReleases({ store, artifacts, fleet, now, log });
  endings.push(releases.stop);
  const library = openLibrary({ releases, fleet, artifacts, log });
  endings.push(library.stop);
  const { pages, texts, services } = await openOutreach(configuration, endings, {
    library,
    fleet,
    artifacts,
    metrics,
    now,
    log,
  });
  const calls = await openCalls({
    configuration: configuration.calls,
    store,
    folder: join(folder, 'calls'),
    audit,
    hours: officeHours(library, configuration.calls.anyTime, now),
    sendToTotem: (totem, notice) => broker.publishCallNotice(totem, notice),
    placeOf: (totem) => placeName(fleet, totem),
    now,
    log,
  });
  endings.push(calls.stop);
  const portal = await openPortal({
    library,
    desks: () => calls.centre.view().desks,
    anyTime: configuration.calls.anyTime,
    publicUrl: configuration.publicUrl,
    script: portalScript,
    now,
  });

  const broker = await onPort('mqtt', ports.mqtt, (port) =>
    startBroker({
      listen: host,
      port,
      hostname,
      identity,
      fleet,
      events,
      service,
      services,
      calls,
      metrics,
      log,
      now,
    }),
  );
  endings.push(broker.stop);
  const artifactServer = await onPort('artifacts', ports.artifacts, (port) =>
    startArtifactServer({
      host,
      port,
      hostname,
      folder: artifacts.folder,
      tls: identity.serverTls(),
      admitted: identity.valid(),
      metrics,
      log,
    }),
  );
  endings.push(artifactServer.stop);
  const pictures = createPictures();
  const live = createLiveView({ broker, log });
  endings.push(live.stop);
  const urls = { mqtt: broker.url, artifacts: artifactServer.url };
  const gateway = await onPort('gateway', ports.gateway, (port) =>
    startGateway({
      host,
      port,
      hostname,
      identity,
      broker,
      pictures,
      live,
      calls,
      texts,
      serviceKey: service.keyOf,
      urls,
      metrics,
      log,
    }),
  );
  endings.push(gateway.stop);
  const firmware = await openFirmware({
    ...configuration.firmware,
    store,
    artifacts,
    fleet,
    audit,
    metrics,
    now,
    log,
  });
  endings.push(firmware.stop);

  fleet.onDesired(broker.publishDesired);
  // Other content may be another group's.
  fleet.onDesired((totem) => broker.publishServices(totem, services(totem)));
  identity.onEnrolled(async (totem) => {
    await fleet.adopt(totem);
    artifactServer.admit(totem);
  });
  service.onRotated(({ totem, key }) => broker.publishServiceKey(totem, key));
  identity.onRevoked((totem) => {
    broker.disconnect(totem);
    artifactServer.revoke(totem);
    live.end(totem);
  });
  identity.onServerTls(artifactServer.renew);
  // After `onDesired`: what it goes on with must reach the totems.
  const rollouts = await openRollouts({
    store,
    fleet,
    artifacts: { content: releases.target, firmware: firmware.get, vouch: firmware.vouch },
    audit,
    metrics,
    now,
    log,
  });
  endings.push(rollouts.stop);

  const api = await onPort('http', ports.http, (port) =>
    startApi({
      host,
      port,
      identity,
      fleet,
      events,
      broker,
      artifacts,
      releases,
      firmware,
      rollouts,
      reports,
      audit,
      pictures,
      live,
      service,
      metrics,
      gatewayUrl: gateway.url,
      publicPages: pages,
      calls,
      portalOrigins: configuration.calls.portalOrigins,
      portal,
      trustedProxies: configuration.trustedProxies,
      library,
      dashboardFolder,
      deskFolder,
      secureCookies: configuration.secureCookies,
      ready: {
        store: async () => {
          await store.db.selectFrom('settings').select('name').limit(1).execute();
          return true;
        },
        artifacts: () => artifactServer.pid() !== undefined,
      },
      log,
    }),
  );
  endings.push(api.stop);
  log.info({ http: api.url, ...urls, gateway: gateway.url, firstSignIn }, 'hub ready');
}

/** Where a totem stands, as operators know it: its site, or else its own name. */
function placeName(fleet: Pick<Fleet, 'get'>, id: TotemId): string {
  const totem = fleet.get(id);
  return totem?.site?.name ?? totem?.name ?? '';
}

type OutreachParts = Omit<PublicPagesOptions, 'publicUrl'> & Pick<TextMessagesOptions, 'metrics' | 'log'>;

/** What citizens can take away: pages for their phones, and the way to them by text message. */
async function openOutreach(
  { publicUrl, textMessages }: HubConfiguration,
  endings: Ending[],
  parts: OutreachParts,
): Promise<{
  pages: PublicPages | null;
  texts: TextMessages | null;
  services: (totem: TotemId) => PublicServices;
}> {
  if (publicUrl === null) {
    if (textMessages) throw new StartProblem('textMessages in hub.yaml needs publicUrl, which they lead to');
    return { pages: null, texts: null, services: () => noPublicServices };
  }
  const pages = await openPublicPages({ ...parts, publicUrl });
  const texts = textMessages
    ? openTextMessages({ ...parts, configuration: textMessages, compose: pages.message })
    : null;
  if (texts) endings.push(texts.stop);
  return {
    pages,
    texts,
    services: (totem) => ({ url: publicUrl, group: pages.groupOf(totem), texts: texts !== null }),
  };
}

/** Gives the path of the file with the first admin's password, as long as it is there. */
async function ensureAdmin(identity: Awaited<ReturnType<typeof startIdentity>>): Promise<string | null> {
  const path = join(folder, 'first-sign-in.txt');
  await identity.ensureAdmin(process.env.TOTEM_ADMIN_PASSWORD || undefined, (password) =>
    writeDurably(path, `name: admin\npassword: ${password}\n`, 0o600),
  );
  return await access(path).then(
    () => path,
    () => null,
  );
}

async function onPort<Value>(
  name: keyof typeof portVariables,
  port: number,
  start: (port: number) => Promise<Value>,
): Promise<Value> {
  try {
    return await start(port);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reason =
      code === 'EADDRINUSE' ? 'is taken' : code === 'EACCES' ? 'may not be opened by this user' : undefined;
    if (reason === undefined) throw error;
    throw new StartProblem(
      `port ${port} (${name}) ${reason}; set ports.${name} in hub.yaml or ${portVariables[name]}`,
    );
  }
}

/** Ends everything, newest first; each part once, even when asked twice. */
async function end(endings: Ending[]): Promise<void> {
  for (let ending = endings.pop(); ending; ending = endings.pop()) await ending();
}

function endOn(signals: readonly NodeJS.Signals[], endings: Ending[], log: Logger): void {
  let ending = false;
  const stop = (signal: NodeJS.Signals) => {
    if (ending) return;
    ending = true;
    log.info({ signal }, 'hub stops');
    const late = setTimeout(() => {
      log.error('hub did not stop in time');
      process.exit(1);
    }, stopWithinMs);
    end(endings)
      .then(() => process.exit(0))
      .catch((error) => {
        log.error({ err: error }, 'hub did not stop in good order');
        process.exit(1);
      })
      .finally(() => clearTimeout(late));
  };
  for (const signal of signals) process.on(signal, stop);
}
