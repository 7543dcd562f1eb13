import type { Logger } from 'pino';
import { type Result, success } from '../../protocol/index.ts';
import { localRoutes } from './calls.ts';
import type { LocalParts } from './parts.ts';
import type { Route } from './routes.ts';
import { createLocalServer, type LocalLimits, localLimits } from './server.ts';
import { listenLocally, type SocketOptions } from './socket.ts';

export type { InputParts, LocalParts } from './parts.ts';
export { createLogRing, type LogRing } from './ring.ts';
export { type LocalStream, type Route, single, streamed } from './routes.ts';
export { openSettings, type Settings } from './settings.ts';

/** What technicians' tools on this machine speak to. */
export interface Local {
  stop(): Promise<void>;
}

export interface LocalOptions extends SocketOptions {
  parts: LocalParts;
  /** Further calls, such as the doctor's. */
  routes?: readonly Route[];
  limits?: Partial<LocalLimits>;
  log: Logger;
}

/** Serves the local API on the unix socket in the data folder. */
export async function startLocal(options: LocalOptions): Promise<Result<Local>> {
  const ending = new AbortController();
  const endings = new Set<() => void>();
  const routes = [...localRoutes(options.parts, endings), ...(options.routes ?? [])];
  const limits = { ...localLimits, ...options.limits };
  const server = createLocalServer(routes, limits, ending.signal, options.log);
  const listening = await listenLocally(server, options);
  if (!listening.ok) return listening;
  return success({
    async stop() {
      for (const end of endings) end();
      ending.abort();
      await listening.value();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  });
}
