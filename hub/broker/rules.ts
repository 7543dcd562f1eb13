import { isUpward, parseTopic, type TotemId, type UpwardChannel } from '../../protocol/index.ts';

/** The channel a totem publishes on; `undefined` for every topic that is not its own and upward. */
export function publishableChannel(totem: TotemId, topic: string): UpwardChannel | undefined {
  const parsed = parseTopic(topic);
  if (parsed?.totem !== totem) return undefined;
  return isUpward(parsed.channel) ? parsed.channel : undefined;
}

/** Exactly its own downward topics: a wildcard is no channel, so it never matches. */
export function maySubscribe(totem: TotemId, topic: string): boolean {
  const parsed = parseTopic(topic);
  return parsed?.totem === totem && !isUpward(parsed.channel);
}
