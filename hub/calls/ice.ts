import { createHmac } from 'node:crypto';
import type { CallConfiguration, IceServer } from '../../protocol/calls/index.ts';

/**
 * Servers that help a party to a way, with a password that holds for `ttlSeconds`: the name is the second at which
 * it ends, the password its HMAC-SHA1 under a secret that the TURN server shares (coturn's `use-auth-secret`,
 * after draft-uberti-behave-turn-rest).
 */
export function iceServersFor(
  { stun, turn }: CallConfiguration['ice'],
  secret: string | undefined,
  now: number,
): IceServer[] {
  const servers: IceServer[] = stun.length > 0 ? [{ urls: stun }] : [];
  if (turn && secret !== undefined) {
    const username = String(Math.floor(now / 1000) + turn.ttlSeconds);
    const credential = createHmac('sha1', secret).update(username).digest('base64');
    servers.push({ urls: turn.urls, username, credential });
  }
  return servers;
}
