import type { TotemId } from './names.ts';

/**
 * MQTT topics (MQTT 3.1.1): `totem/<id>/<channel>`. A totem publishes on its own upward channels and
 * subscribes to its own downward channels, exactly and without wildcards. Everything is QoS 1 and nothing
 * is retained: the hub's registry remembers, not the broker.
 */
export const upwardChannels = [
  'hello',
  'presence',
  'reported',
  'health',
  'events',
  'result',
  'call',
] as const;
export const downwardChannels = [
  'welcome',
  'desired',
  'acknowledged',
  'command',
  'service',
  'public',
  'called',
] as const;

export type UpwardChannel = (typeof upwardChannels)[number];
export type DownwardChannel = (typeof downwardChannels)[number];

export function topicOf(totem: TotemId, channel: UpwardChannel | DownwardChannel): string {
  return `totem/${totem}/${channel}`;
}

/** Splits a topic of ours; `undefined` for any other topic. */
export function parseTopic(
  topic: string,
): { totem: TotemId; channel: UpwardChannel | DownwardChannel } | undefined {
  const [root, totem, channel, ...rest] = topic.split('/');
  if (root !== 'totem' || !totem || !channel || rest.length > 0) return undefined;
  const known = [...upwardChannels, ...downwardChannels].find((name) => name === channel);
  return known === undefined ? undefined : { totem, channel: known };
}

export function isUpward(channel: UpwardChannel | DownwardChannel): channel is UpwardChannel {
  return upwardChannels.some((name) => name === channel);
}
