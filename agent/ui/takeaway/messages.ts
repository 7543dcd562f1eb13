import type { AgentMessage } from '../../../protocol/kiosk.ts';
import type { PublicServices, TextMessageOutcome } from '../../../protocol/take-away.ts';

type Fields = Record<string, unknown>;

const outcomes: readonly TextMessageOutcome[] = ['sent', 'limited', 'refused', 'failed'];

/** Reads what the hub offers for citizens' phones, and what became of a text message. */
export const takeAwayReaders: Record<string, (fields: Fields) => AgentMessage | undefined> = {
  public_services({ services }) {
    const read = servicesIn(services);
    return read && { type: 'public_services', services: read };
  },
  text_message_result({ request, outcome }) {
    const known = outcomes.find((name) => name === outcome);
    return known && typeof request === 'number'
      ? { type: 'text_message_result', request, outcome: known }
      : undefined;
  },
};

function servicesIn(value: unknown): PublicServices | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { url, group, texts }: Fields = { ...value };
  if (!isNamed(url) || !isNamed(group) || typeof texts !== 'boolean') return undefined;
  return { url, group, texts };
}

function isNamed(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
