import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** What the hub counts, by names of the Prometheus conventions. The API serves `registry` at `/metrics`. */
export interface Metrics {
  registry: Registry;
  messagesRefused: Counter<'channel' | 'reason'>;
  messagesTaken: Counter<'channel'>;
  connectionsRefused: Counter<'reason'>;
  eventsStored: Counter;
  eventsRepeated: Counter;
  totemsOnline: Gauge;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    messagesRefused: new Counter({
      name: 'totem_messages_refused_total',
      help: 'Messages of totems that were not taken.',
      labelNames: ['channel', 'reason'],
      registers,
    }),
    messagesTaken: new Counter({
      name: 'totem_messages_taken_total',
      help: 'Messages of totems that were taken.',
      labelNames: ['channel'],
      registers,
    }),
    connectionsRefused: new Counter({
      name: 'totem_connections_refused_total',
      help: 'Connections to the broker that were not accepted or were cut.',
      labelNames: ['reason'],
      registers,
    }),
    eventsStored: new Counter({
      name: 'totem_events_stored_total',
      help: 'Events of totems that were stored.',
      registers,
    }),
    eventsRepeated: new Counter({
      name: 'totem_events_repeated_total',
      help: 'Events that came again after they were stored.',
      registers,
    }),
    totemsOnline: new Gauge({
      name: 'totem_totems_online',
      help: 'Totems that are connected now.',
      registers,
    }),
  };
}
