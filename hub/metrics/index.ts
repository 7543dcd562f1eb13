import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export { exportTotems } from './totems.ts';

/** What the hub counts, by names of the Prometheus conventions. The API serves `registry` at `/metrics`. */
export interface Metrics {
  registry: Registry;
  messagesRefused: Counter<'channel' | 'reason'>;
  messagesTaken: Counter<'channel'>;
  messagesSlowed: Counter;
  connectionsRefused: Counter<'reason'>;
  eventsStored: Counter;
  eventsRepeated: Counter;
  eventsDropped: Counter;
  totemsOnline: Gauge;
  gatewayRefused: Counter<'reason'>;
  artifactsStored: Counter;
  artifactsRefused: Counter<'reason'>;
  artifactBytesServed: Counter;
  streamsOpen: Gauge<'kind'>;
  streamsCut: Counter;
  framesSkipped: Counter;
  rolloutsOpen: Gauge;
  rolloutOutcomes: Counter<'kind' | 'state'>;
  firmwareStored: Gauge;
  firmwareRefused: Counter<'reason'>;
  firmwareRunning: Gauge<'compatible' | 'version'>;
  textMessages: Counter<'outcome'>;
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
    messagesSlowed: new Counter({
      name: 'totem_messages_slowed_total',
      help: 'Messages after which a totem that sends too fast had to wait.',
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
    eventsDropped: new Counter({
      name: 'totem_events_dropped_total',
      help: 'Events that never came because their totem had no room to keep them.',
      registers,
    }),
    totemsOnline: new Gauge({
      name: 'totem_totems_online',
      help: 'Totems that are connected now.',
      registers,
    }),
    gatewayRefused: new Counter({
      name: 'totem_gateway_refused_total',
      help: 'Requests of totems to the gateway that were not taken.',
      labelNames: ['reason'],
      registers,
    }),
    artifactsStored: new Counter({
      name: 'totem_artifacts_stored_total',
      help: 'Artifacts that were uploaded, verified and kept.',
      registers,
    }),
    artifactsRefused: new Counter({
      name: 'totem_artifacts_refused_total',
      help: 'Artifacts that were not kept, and requests for artifacts that were not answered.',
      labelNames: ['reason'],
      registers,
    }),
    artifactBytesServed: new Counter({
      name: 'totem_artifact_bytes_served_total',
      help: 'Bytes of artifacts sent to totems.',
      registers,
    }),
    streamsOpen: new Gauge({
      name: 'totem_streams_open',
      help: 'Open streams to browsers: events and live views.',
      labelNames: ['kind'],
      registers,
    }),
    streamsCut: new Counter({
      name: 'totem_streams_cut_total',
      help: 'Event streams that were ended because their reader was too slow.',
      registers,
    }),
    framesSkipped: new Counter({
      name: 'totem_live_frames_skipped_total',
      help: 'Frames of live views that were not sent because their viewer was behind.',
      registers,
    }),
    rolloutsOpen: new Gauge({
      name: 'totem_rollouts_open',
      help: 'Rollouts that are neither finished nor aborted.',
      registers,
    }),
    rolloutOutcomes: new Counter({
      name: 'totem_rollout_totems_total',
      help: 'What became of totems in rollouts.',
      labelNames: ['kind', 'state'],
      registers,
    }),
    firmwareStored: new Gauge({
      name: 'totem_firmware_bundles',
      help: 'Firmware bundles that were verified and can be rolled out.',
      registers,
    }),
    firmwareRefused: new Counter({
      name: 'totem_firmware_refused_total',
      help: 'Files that were not taken as firmware.',
      labelNames: ['reason'],
      registers,
    }),
    firmwareRunning: new Gauge({
      name: 'totem_firmware_running',
      help: 'Totems that say they run this firmware.',
      labelNames: ['compatible', 'version'],
      registers,
    }),
    textMessages: new Counter({
      name: 'totem_text_messages_total',
      help: 'Text messages that citizens asked for, by what became of them; sent means that the gateway took it.',
      labelNames: ['outcome'],
      registers,
    }),
  };
}
