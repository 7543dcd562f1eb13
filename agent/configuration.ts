import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AgentConfiguration,
  type AgentMessage,
  failure,
  type Result,
  type TotemConfiguration,
  validatorOf,
} from '../protocol/index.ts';

const validate = validatorOf(AgentConfiguration);

/** Reads `agent.yaml` from the data folder; without the file everything has its default. */
export async function loadConfiguration(folder: string): Promise<Result<AgentConfiguration>> {
  const path = join(folder, 'agent.yaml');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return validate({});
    throw error;
  }
  // Loaded only where there is a file to parse: memory is short on a totem.
  const { parse } = await import('yaml');
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch (error) {
    return failure('invalid', `${path}: ${error instanceof Error ? error.message : 'no YAML'}`);
  }
  const checked = validate(parsed ?? {});
  return checked.ok ? checked : failure('invalid', `${path}: ${checked.error.message}`, checked.error.field);
}

/** Keys of `agent.yaml` that hold as soon as they are changed; all others hold from the next start. */
export const liveKeys = ['kiosk.idleSeconds', 'kiosk.warningSeconds', 'health.heartbeatSeconds'];

/** Takes the live keys of another configuration over into the one that is in force. */
export function adoptLive(inForce: AgentConfiguration, next: AgentConfiguration): void {
  inForce.kiosk.idleSeconds = next.kiosk.idleSeconds;
  inForce.kiosk.warningSeconds = next.kiosk.warningSeconds;
  inForce.health.heartbeatSeconds = next.health.heartbeatSeconds;
}

/** Seconds between two health messages: what the fleet admin wants wins over `agent.yaml`. */
export function heartbeatOf(
  configuration: AgentConfiguration,
  wanted: TotemConfiguration | undefined,
): number {
  return wanted?.heartbeatSeconds ?? configuration.health.heartbeatSeconds;
}

/** What the page is told about this totem. */
export function pageConfiguration(
  configuration: AgentConfiguration,
  wanted: TotemConfiguration,
): AgentMessage {
  return {
    type: 'configuration',
    language: wanted.language ?? null,
    idleSeconds: wanted.idleSeconds ?? configuration.kiosk.idleSeconds,
    warningSeconds: wanted.warningSeconds ?? configuration.kiosk.warningSeconds,
    attractLayer: configuration.display.enabled && configuration.display.attractLayer,
    ...(configuration.kiosk.office !== undefined && { office: configuration.kiosk.office }),
    ...(configuration.kiosk.profiles.length > 0 && { profiles: configuration.kiosk.profiles }),
    ...(configuration.display.panel !== undefined && { panel: configuration.display.panel }),
  };
}
