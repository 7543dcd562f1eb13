import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { TotemId } from '../../protocol/index.ts';
import type { ServerTls } from '../identity/index.ts';
import type { Metrics } from '../metrics/index.ts';
import { type ArtifactCounts, type FromProcess, readFromProcess, type ToProcess } from './messages.ts';

export interface ArtifactServerOptions {
  /** Address to bind to, and the port; 0 takes a free one and keeps it over restarts of the process. */
  host: string;
  port: number;
  /** Host name that goes into the URL totems are told; the address bound to where nothing is said. */
  hostname?: string;
  /** The store's folder. */
  folder: string;
  /** PEM: the server's key and certificate, and the authority whose totems may read. */
  tls: ServerTls;
  /** Totems that may read; everyone else is refused even with a good certificate. */
  admitted: readonly TotemId[];
  metrics: Pick<Metrics, 'artifactBytesServed' | 'artifactsRefused'>;
  log: Logger;
}

/** The artifact server's process as the hub sees it: `https://host:port`, serving `/v1/artifacts/<sha256>`. */
export interface ArtifactServer {
  url: string;
  /** Identity of the process that serves now; `undefined` between a crash and the restart. */
  pid(): number | undefined;
  /** How often the process was started again after it had ended by itself. */
  restarts(): number;
  admit(totem: TotemId): void;
  /** Refuses the totem from now on; its open downloads end at once. */
  revoke(totem: TotemId): void;
  /** Takes a renewed server certificate for the connections to come. */
  renew(tls: ServerTls): void;
  stop(): Promise<void>;
}

const entry = fileURLToPath(new URL('./process.ts', import.meta.url));
const shortestPauseMs = 200;
const longestPauseMs = 10_000;
// Longer than this without a crash, and the next crash is taken for the first.
const steadyMs = 60_000;

/**
 * Starts the artifact process, waits until it listens, and starts it again with capped backoff whenever it
 * ends by itself. Rejects with the listener's error (`code` as Node gives it, such as `EADDRINUSE`) where the
 * first start fails.
 */
export async function startArtifactServer(options: ArtifactServerOptions): Promise<ArtifactServer> {
  const { log, metrics } = options;
  const admitted = new Set(options.admitted);
  let tls = options.tls;
  let port = options.port;
  let child: ChildProcess | undefined;
  let pause: NodeJS.Timeout | undefined;
  let pauseMs = shortestPauseMs;
  let restarts = 0;
  let stopping = false;

  const start = () =>
    new Promise<void>((resolve, reject) => {
      const started = Date.now();
      let told: ArtifactCounts = { requests: 0, bytes: 0, certificatesRefused: 0, revokedRefused: 0 };
      const mine = fork(entry, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'json' });
      child = mine;
      mine.on('message', (raw) => {
        const message = readFromProcess(raw);
        if (!message.ok) return log.error({ problem: message.error }, 'artifact process sent nonsense');
        heed(message.value);
      });
      const heed = (message: FromProcess) => {
        if (message.kind === 'counts') {
          const { bytes, certificatesRefused, revokedRefused } = message.counts;
          metrics.artifactBytesServed.inc(bytes - told.bytes);
          metrics.artifactsRefused.inc({ reason: 'tls' }, certificatesRefused - told.certificatesRefused);
          metrics.artifactsRefused.inc({ reason: 'forbidden' }, revokedRefused - told.revokedRefused);
          told = message.counts;
          return;
        }
        if (message.kind === 'listening') {
          port = message.port;
          return resolve();
        }
        log.error({ code: message.code, reason: message.message }, 'artifact server refused');
        reject(Object.assign(new Error(message.message), { code: message.code }));
        mine.kill('SIGKILL');
      };
      mine.once('error', reject);
      mine.once('exit', (code, signal) => {
        child = undefined;
        reject(new Error(`artifact process ended (${signal ?? code})`));
        if (stopping || port === 0) return;
        if (Date.now() - started > steadyMs) pauseMs = shortestPauseMs;
        log.warn({ code, signal, pauseMs }, 'artifact process ended; starting it again');
        pause = setTimeout(startAgain, pauseMs);
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      });
      const { host, folder } = options;
      say(mine, { kind: 'serve', host, port, folder, tls, admitted: [...admitted] });
    });

  const startAgain = () => {
    restarts += 1;
    // The exit handler has already arranged the next attempt; here the reason is only told.
    start().catch((error: unknown) => log.warn({ err: error }, 'artifact process did not start'));
  };

  const end = async () => {
    stopping = true;
    clearTimeout(pause);
    const last = child;
    if (!last) return;
    const gone = once(last, 'exit');
    last.kill('SIGKILL');
    await gone;
  };

  await start().catch(async (error: unknown) => {
    await end();
    throw error;
  });

  const tell = (message: ToProcess) => {
    if (child?.connected) say(child, message);
  };

  return {
    url: `https://${options.hostname ?? options.host}:${port}`,
    pid: () => child?.pid,
    restarts: () => restarts,
    admit: (totem) => {
      admitted.add(totem);
      tell({ kind: 'admitted', totem });
    },
    revoke: (totem) => {
      admitted.delete(totem);
      tell({ kind: 'revoked', totem });
    },
    renew: (renewed) => {
      tls = renewed;
      tell({ kind: 'renewed', tls });
    },
    stop: end,
  };
}

function say(child: ChildProcess, message: ToProcess): void {
  child.send(message, () => undefined);
}
