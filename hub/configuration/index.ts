import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  failure,
  HubConfiguration,
  type Problem,
  type Result,
  success,
  validatorOf,
} from '../../protocol/index.ts';

const validate = validatorOf(HubConfiguration);
type Ports = HubConfiguration['ports'];

/** The variable that wins over each port of `hub.yaml`. */
export const portVariables: Record<keyof Ports, string> = {
  http: 'TOTEM_HTTP_PORT',
  mqtt: 'TOTEM_MQTT_PORT',
  gateway: 'TOTEM_GATEWAY_PORT',
  artifacts: 'TOTEM_ARTIFACTS_PORT',
};

/**
 * Reads `hub.yaml` in the data folder (all defaults when there is none) and applies the variables. The problem's
 * message names the file or variable, and the key.
 */
export async function loadConfiguration(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Result<HubConfiguration>> {
  const path = join(folder, 'hub.yaml');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  let parsed: unknown;
  try {
    parsed = parse(text) ?? {};
  } catch (error) {
    return failure('invalid', `${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const checked = validate(parsed);
  if (!checked.ok) return { ok: false, error: named(path, checked.error) };
  const proxy = checked.value.trustedProxies.findIndex((network) => !isNetwork(network));
  if (proxy >= 0) {
    const field = `/trustedProxies/${proxy}`;
    return failure('invalid', `${path}: ${field} must be an address or a network such as 10.0.0.0/8`, field);
  }
  const ports = portsFrom(checked.value.ports, environment);
  return ports.ok ? success({ ...checked.value, ports: ports.value }) : ports;
}

/** An address, or a network in the form of RFC 4632. */
function isNetwork(text: string): boolean {
  const [address = '', prefix] = text.split('/');
  const version = isIP(address);
  return version !== 0 && (prefix === undefined || Number(prefix) <= (version === 4 ? 32 : 128));
}

function named(path: string, problem: Problem): Problem {
  return { ...problem, message: `${path}: ${problem.message}` };
}

function portsFrom(ports: Ports, environment: Readonly<Record<string, string | undefined>>): Result<Ports> {
  const chosen = { ...ports };
  for (const name of ['http', 'mqtt', 'gateway', 'artifacts'] as const) {
    const variable = portVariables[name];
    const text = environment[variable];
    if (text === undefined || text === '') continue;
    const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    if (!(port <= 65_535)) return failure('invalid', `${variable} must be a port from 0 to 65535`);
    chosen[name] = port;
  }
  return success(chosen);
}
