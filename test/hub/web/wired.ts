import { randomUUID } from 'node:crypto';
import {
  type Health,
  type Hello,
  type ReportedState,
  type TotemEvent,
  topicOf,
  type UpwardChannel,
} from '../../../protocol/index.ts';
import { healthOf } from '../../harness/health.ts';
import { newToken, type TestHub } from '../../harness/hub.ts';
import type { Owner } from '../../harness/owner.ts';
import { type CommandAnswer, enrolTotem, type RawTotem } from '../../harness/totem.ts';

/** A totem on the wire: what an agent would say, said by hand. */
export interface WiredTotem {
  raw: RawTotem;
  say(channel: UpwardChannel, message: unknown): Promise<void>;
  happened(first: number, ...events: readonly TotemEvent[]): Promise<void>;
  /** Breaks the connection without a word, so that the broker sends the last will. */
  vanish(): void;
}

/** Makes a token as an admin would and enrols a totem with it. */
export async function enrolled(
  t: Owner,
  hub: TestHub,
  request: { name?: string; groups?: string[]; site?: number } = {},
): Promise<RawTotem> {
  return await enrolTotem(t, await newToken(hub, request));
}

/** Connects with a last will, says hello, and answers commands. */
export async function wired(raw: RawTotem, answer: CommandAnswer): Promise<WiredTotem> {
  const boot = randomUUID();
  const outbox = randomUUID();
  const client = await raw.connect(answer, {
    topic: topicOf(raw.totem, 'presence'),
    payload: Buffer.from(JSON.stringify({ online: false, boot })),
    qos: 1,
    retain: false,
  });
  const say = async (channel: UpwardChannel, message: unknown) => {
    await client.publishAsync(topicOf(raw.totem, channel), JSON.stringify(message), { qos: 1 });
  };
  await say('hello', {
    protocol: 1,
    agent: '0.1.0',
    boot,
    revision: 0,
    outbox,
    acknowledged: 0,
    reported: nothingShown,
  } satisfies Hello);
  return {
    raw,
    say,
    happened: (first, ...events) => say('events', { outbox, first, events }),
    vanish: () => client.stream.destroy(),
  };
}

export const nothingShown: ReportedState = {
  revision: 0,
  content: { state: 'idle', active: null, previous: null, target: null, progress: 0, problem: null },
  keyRing: 0,
};

/** The figures of a totem that is well, with what a test changes. */
export function health(change: Partial<Health> = {}): Health {
  return healthOf({ at: new Date().toISOString(), ...change });
}

/** Answers every command as done. */
export const doesAsTold: CommandAnswer = async () => ({ value: {} });
