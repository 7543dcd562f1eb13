import type { Logger } from 'pino';
import type { AgentConfiguration } from '../../protocol/index.ts';
import { adoptLive, liveKeys } from '../configuration.ts';
import { type Local, type LocalParts, openSettings, type Route, startLocal } from '../local/index.ts';

export interface AccessOptions extends Omit<LocalParts, 'settings'> {
  folder: string;
  configuration: AgentConfiguration;
  /** Live settings have changed. */
  onConfiguration(): void;
  routes: readonly Route[];
  log: Logger;
}

/**
 * Opens the local API to the technicians of this machine. A totem whose socket cannot be opened shows its content
 * all the same.
 */
export async function openAccess(options: AccessOptions): Promise<Local | undefined> {
  const { folder, configuration, onConfiguration, routes, log, ...parts } = options;
  const settings = openSettings({
    folder,
    inForce: configuration,
    live: liveKeys,
    adopt: (next) => {
      adoptLive(configuration, next);
      onConfiguration();
    },
  });
  const { group } = configuration.local;
  const local = await startLocal({ folder, group, parts: { ...parts, settings }, routes, log });
  if (local.ok) return local.value;
  log.error({ problem: local.error }, 'totem local cannot be used');
  return undefined;
}
