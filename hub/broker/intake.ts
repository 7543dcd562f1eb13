import type { Static, TSchema } from 'typebox';
import { CallRequest } from '../../protocol/calls/index.ts';
import {
  type Acknowledged,
  CommandResult,
  type DownwardChannel,
  EventBatch,
  HealthMessage,
  Hello,
  jsonValidatorOf,
  maximumMessageBytes,
  Presence,
  type Problem,
  type PublicServices,
  ReportedState,
  type ServiceKey,
  type TotemId,
  type UpwardChannel,
  type Welcome,
} from '../../protocol/index.ts';
import type { Calls } from '../calls/index.ts';
import type { EventStore } from '../events/index.ts';
import type { FleetIntake } from '../fleet/index.ts';
import type { ServiceCodes } from '../service/index.ts';
import type { Commands } from './commands.ts';

/** Takes one message of a totem. Resolves with the problem of a message that is refused. */
export type Route = (totem: TotemId, payload: Uint8Array) => Promise<Problem | undefined>;

export interface IntakeOptions {
  fleet: FleetIntake;
  events: Pick<EventStore, 'ingest' | 'resume'>;
  service?: Pick<ServiceCodes, 'held' | 'keyOf'> | undefined;
  services?: ((totem: TotemId) => PublicServices) | undefined;
  commands: Pick<Commands, 'answered'>;
  calls?: Pick<Calls, 'fromTotem' | 'totemReady'> | undefined;
  send: <Value>(totem: TotemId, channel: DownwardChannel, message: Value) => void;
  now: () => number;
}

/** What becomes of each upward channel's messages. */
export function intakeRoutes(options: IntakeOptions): Record<UpwardChannel, Route> {
  const { fleet, events, service, services, commands, calls, send, now } = options;
  return {
    hello: route(Hello, async (totem, hello) => {
      const desired = await fleet.hello(totem, hello);
      const acknowledged = await events.resume(totem, hello.outbox, hello.acknowledged);
      send<Welcome>(totem, 'welcome', { time: new Date(now()).toISOString(), acknowledged, desired });
      if (service && hello.service !== undefined) {
        await service.held(totem, hello.service);
        const key = await service.keyOf(totem);
        if (key.generation !== hello.service) send<ServiceKey>(totem, 'service', key);
      }
      if (services) send<PublicServices>(totem, 'public', services(totem));
      await calls?.totemReady(totem);
      return undefined;
    }),
    presence: route(Presence, async (totem, presence) => {
      fleet.presence(totem, presence.online);
      return undefined;
    }),
    reported: route(ReportedState, async (totem, reported) => {
      fleet.reported(totem, reported);
      return undefined;
    }),
    health: route(HealthMessage, async (totem, health) => {
      fleet.health(totem, health);
      return undefined;
    }),
    events: route(EventBatch, async (totem, batch) => {
      send<Acknowledged>(totem, 'acknowledged', await events.ingest(totem, batch));
      return undefined;
    }),
    result: route(CommandResult, async (totem, result) => commands.answered(totem, result)),
    call: route(CallRequest, async (totem, request) => {
      await calls?.fromTotem(totem, request);
      return undefined;
    }),
  };
}

function route<Schema extends TSchema>(
  schema: Schema,
  take: (totem: TotemId, message: Static<Schema>) => Promise<Problem | undefined>,
): Route {
  const parse = jsonValidatorOf(schema, maximumMessageBytes);
  return async (totem, payload) => {
    const message = parse(payload);
    if (!message.ok) return message.error;
    return take(totem, message.value);
  };
}
