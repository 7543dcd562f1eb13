import type { Logger } from 'pino';
import {
  failure,
  type Result,
  success,
  type TextMessageConfiguration,
  type TextMessageRequest,
  type TotemId,
} from '../../protocol/index.ts';
import type { Metrics } from '../metrics/index.ts';
import { httpGateway, type MessageGateway } from './gateway.ts';
import { createLimits } from './limits.ts';

export type { Delivery, MessageGateway } from './gateway.ts';

/** Sends links to citizens' phones. Numbers pass through and are kept nowhere. */
export interface TextMessages {
  /**
   * Sends one message at once or never. `too_many_requests` by the limits, `not_found` where there is no such page,
   * `unavailable` where the gateway did not take it.
   */
  send(totem: TotemId, request: TextMessageRequest): Promise<Result<null>>;
  stop(): void;
}

export interface TextMessagesOptions {
  configuration: TextMessageConfiguration;
  /** The words of the message, which no totem chooses. */
  compose(totem: TotemId, request: TextMessageRequest): Promise<Result<string>>;
  metrics: Pick<Metrics, 'textMessages'>;
  now: () => number;
  log: Logger;
  gateway?: MessageGateway;
}

/** More than these on their way at a time are not taken: the gateway hangs. */
const mostUnderWay = 20;

export function openTextMessages(options: TextMessagesOptions): TextMessages {
  const { configuration, compose, metrics, now, log } = options;
  const gateway = options.gateway ?? httpGateway(configuration);
  const limits = createLimits(configuration.limits, now);
  const stopping = new AbortController();
  let underWay = 0;

  const deliver = async (number: string, text: string, totem: TotemId): Promise<Result<null>> => {
    underWay += 1;
    const delivery = await gateway.deliver(number, text, stopping.signal);
    underWay -= 1;
    if (delivery.ok) {
      metrics.textMessages.inc({ outcome: 'sent' });
      return success(null);
    }
    limits.giveBack(number);
    metrics.textMessages.inc({ outcome: delivery.why });
    log.warn({ totem, why: delivery.why, status: delivery.status }, 'a text message was not sent');
    return failure('unavailable', 'the gateway of text messages did not take it');
  };

  return {
    send: async (totem, request) => {
      const text = await compose(totem, request);
      if (!text.ok) return text;
      if (underWay >= mostUnderWay || !limits.take(totem, request.number)) {
        metrics.textMessages.inc({ outcome: 'limited' });
        return failure('too_many_requests', 'as many text messages as are allowed were sent');
      }
      return deliver(request.number, text.value, totem);
    },
    stop: () => stopping.abort(),
  };
}
