import { BlockList, isIP } from 'node:net';
import type { CheckContext } from '../check.ts';

/** Where one service of the hub is. */
export interface Target {
  host: string;
  port: number;
}

export interface Credentials {
  key: string;
  cert: string;
  ca: string;
  totem: string;
}

/** One step on the way to the hub. False where the way ends here: what comes after could only fail for the same reason. */
export type Step = (context: CheckContext, hub: Hub) => Promise<boolean>;

export interface Hub {
  mqtt: Target;
  gateway: Target;
  artifacts: Target;
  mqttUrl: string;
  credentials: Credentials;
}

export function targetOf(address: string, usual: number): Target {
  const url = new URL(address);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || usual) };
}

/** Whether the address or name can only be this machine. */
export function isLoopback(host: string): boolean {
  const own = new BlockList();
  own.addSubnet('127.0.0.0', 8, 'ipv4');
  own.addAddress('::1', 'ipv6');
  const family = isIP(host);
  if (family === 0) return host === 'localhost' || host.endsWith('.localhost');
  return own.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

/** TLS names no address as server name (RFC 6066, section 3). */
export function serverNameOf(host: string): { servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}
