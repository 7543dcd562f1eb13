import { join } from 'node:path';
import type { Logger } from 'pino';
import {
  type AgentMessage,
  noPublicServices,
  type PageMessage,
  PublicServices,
  type Result,
  type TextMessageOutcome,
  type TextMessageRequest,
} from '../../protocol/index.ts';
import { openMemory } from '../state/index.ts';

/** What citizens can take away on their phones, between the hub and the page. */
export interface TakeAway {
  /** The hub has said what it offers. It holds over a restart: a link can be read while the hub is away. */
  offered(services: PublicServices): void;
  /** What the hub offered last. */
  services(): PublicServices;
  /** What a page that has just come is told. */
  greeting(): AgentMessage;
  /** Takes what the citizen's page of this connection says; what is no wish for a text message is left alone. */
  heard(message: PageMessage, connection: number): void;
  stop(): Promise<void>;
}

export interface TakeAwayOptions {
  folder: string;
  /** Hands a message to the hub; `null` where this totem has none. Nothing of it is kept here. */
  deliver: ((request: TextMessageRequest) => Promise<Result<null>>) | null;
  /** To every page, or to that of one connection. */
  send(message: AgentMessage, connection?: number): void;
  log: Logger;
}

export async function openTakeAway({ folder, deliver, send, log }: TakeAwayOptions): Promise<TakeAway> {
  const memory = await openMemory(join(folder, 'takeaway'), PublicServices, noPublicServices, log);
  const greeting = (): AgentMessage => ({ type: 'public_services', services: memory.data() });

  const answer = async (request: number, message: TextMessageRequest, connection: number) => {
    const outcome = deliver ? outcomeOf(await deliver(message)) : 'failed';
    send({ type: 'text_message_result', request, outcome }, connection);
  };

  return {
    offered: (services) => {
      if (JSON.stringify(services) === JSON.stringify(memory.data())) return;
      void memory.change((draft) => Object.assign(draft, services));
      send(greeting());
    },
    services: memory.data,
    greeting,
    heard: (message, connection) => {
      if (message.type !== 'text_message') return;
      void answer(message.request, message.message, connection);
    },
    stop: memory.stop,
  };
}

function outcomeOf(result: Result<null>): TextMessageOutcome {
  if (result.ok) return 'sent';
  if (result.error.code === 'too_many_requests') return 'limited';
  return result.error.code === 'invalid' ? 'refused' : 'failed';
}
