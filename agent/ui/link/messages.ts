import type { AgentMessage } from '../../../protocol/kiosk.ts';
import type { KeyPhase, TotemKey } from '../../../protocol/touch.ts';
import { assistantReaders } from '../assistant/messages.ts';
import { callReaders } from '../call/messages.ts';
import { readPanel, readProfiles } from '../profiles/messages.ts';
import { searchReaders } from '../search/messages.ts';
import { serviceReaders } from '../service/messages.ts';
import { speechReaders } from '../speech/messages.ts';
import { takeAwayReaders } from '../takeaway/messages.ts';
import { printReaders } from '../takeaway/print-messages.ts';

type Fields = Record<string, unknown>;
type Reader = (fields: Fields) => AgentMessage | undefined;

/**
 * Reads a message of the local agent, which has validated it against the protocol's schema already. This
 * second look keeps the page alive beside an agent of another version without carrying a schema validator.
 */
export function readAgentMessage(text: string): AgentMessage | undefined {
  const fields = objectIn(text);
  const type = fields?.type;
  return fields && typeof type === 'string' && Object.hasOwn(readers, type)
    ? readers[type]?.(fields)
    : undefined;
}

function objectIn(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const phases = ['down', 'move', 'up', 'cancel'] as const;
const origins = ['panel', 'remote'] as const;
const keyNames: readonly TotemKey[] = [
  'up',
  'down',
  'left',
  'right',
  'ok',
  'back',
  'help',
  'volume_up',
  'volume_down',
  'home',
];
const keyPhases: readonly KeyPhase[] = ['down', 'repeat', 'up'];

const rests = ['awake', 'dim', 'asleep'] as const;

const readers: Record<string, Reader> = {
  ...serviceReaders,
  ...searchReaders,
  ...assistantReaders,
  ...speechReaders,
  ...takeAwayReaders,
  ...printReaders,
  ...callReaders,
  touch({ phase, contact, x, y, origin }) {
    const step = phases.find((name) => name === phase);
    const from = origins.find((name) => name === origin);
    if (!step || !from || !isNumber(contact) || !isFraction(x) || !isFraction(y)) return undefined;
    return { type: 'touch', phase: step, contact, x, y, origin: from };
  },
  key({ key, phase }) {
    const name = keyNames.find((known) => known === key);
    const step = keyPhases.find((known) => known === phase);
    return name && step ? { type: 'key', key: name, phase: step } : undefined;
  },
  content({ release }) {
    return release === null || typeof release === 'string' ? { type: 'content', release } : undefined;
  },
  configuration({ language, idleSeconds, warningSeconds, attractLayer, office, profiles, panel }) {
    if (language !== null && typeof language !== 'string') return undefined;
    if (!isPositive(idleSeconds) || !isPositive(warningSeconds)) return undefined;
    if (typeof attractLayer !== 'boolean') return undefined;
    const standsIn = typeof office === 'string' ? { office } : {};
    const size = readPanel(panel);
    return {
      type: 'configuration',
      language,
      idleSeconds,
      warningSeconds,
      attractLayer,
      ...standsIn,
      ...(profiles !== undefined && { profiles: readProfiles(profiles) }),
      ...(size && { panel: size }),
    };
  },
  rest({ rest, darkness }) {
    const known = rests.find((name) => name === rest);
    return known && isFraction(darkness) ? { type: 'rest', rest: known, darkness } : undefined;
  },
  renew: () => ({ type: 'renew' }),
  link({ online }) {
    return typeof online === 'boolean' ? { type: 'link', online } : undefined;
  },
};

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isPositive(value: unknown): value is number {
  return isNumber(value) && value > 0;
}

function isFraction(value: unknown): value is number {
  return isNumber(value) && value >= 0 && value <= 1;
}
