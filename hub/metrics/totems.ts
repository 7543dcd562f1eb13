import { Counter, Gauge, type Registry } from 'prom-client';
import { faultCatalogue, type Health, type Totem } from '../../protocol/index.ts';

/** The value of a metric for one totem, with the labels that tell like parts apart. */
interface Value {
  labels?: Readonly<Record<string, string>>;
  value: number | null;
}

interface Exported {
  name: string;
  help: string;
  type: 'gauge' | 'counter';
  /** Labels besides `totem`. */
  labels?: readonly string[];
  read(health: Health): readonly Value[];
}

/** What Prometheus gets of each totem that is connected, in base units as its conventions ask for. */
const exported: readonly Exported[] = [
  gauge('totem_cpu_usage_ratio', 'Share of time in which the processors work.', (h) =>
    one(h.cpuPercent / 100),
  ),
  gauge('totem_load1', 'Mean number of tasks that run or want to, over a minute.', (h) => one(h.load.one)),
  gauge('totem_memory_used_bytes', 'Memory that programs could not have any more.', (h) =>
    one(h.memoryUsedBytes),
  ),
  gauge('totem_memory_size_bytes', 'Memory of the board.', (h) => one(h.memoryTotalBytes)),
  gauge(
    'totem_pressure_ratio',
    'Share of the last minute in which all tasks waited for a resource.',
    (h) => [
      { labels: { resource: 'memory' }, value: ratio(h.pressure?.memoryFullPercent) },
      { labels: { resource: 'storage' }, value: ratio(h.pressure?.storageFullPercent) },
    ],
    ['resource'],
  ),
  gauge(
    'totem_filesystem_used_bytes',
    'Used space of a file system.',
    (h) => [
      { labels: { filesystem: 'data' }, value: h.diskUsedBytes },
      { labels: { filesystem: 'system' }, value: h.storage.rootUsedBytes },
    ],
    ['filesystem'],
  ),
  gauge(
    'totem_filesystem_size_bytes',
    'Size of a file system.',
    (h) => [
      { labels: { filesystem: 'data' }, value: h.diskTotalBytes },
      { labels: { filesystem: 'system' }, value: h.storage.rootTotalBytes },
    ],
    ['filesystem'],
  ),
  gauge(
    'totem_storage_life_used_ratio',
    'Part of the expected life of a storage device that is used up.',
    (h) =>
      h.storage.wear.map(({ device, usedPercent }) => ({ labels: { device }, value: ratio(usedPercent) })),
    ['device'],
  ),
  gauge('totem_temperature_celsius', 'Temperature of the hottest place.', (h) => one(h.temperatureCelsius)),
  gauge('totem_throttled', 'Whether the processor is held back.', (h) => one(flag(h.thermal.throttled))),
  gauge('totem_undervoltage', 'Whether the supply voltage is too low.', (h) =>
    one(flag(h.power.undervoltage)),
  ),
  counter(
    'totem_network_receive_bytes_total',
    'Bytes received.',
    (h) => perInterface(h, (each) => each.bytesReceived),
    ['interface'],
  ),
  counter(
    'totem_network_transmit_bytes_total',
    'Bytes sent.',
    (h) => perInterface(h, (each) => each.bytesSent),
    ['interface'],
  ),
  counter('totem_network_errors_total', 'Errors and drops.', (h) => perInterface(h, (each) => each.errors), [
    'interface',
  ]),
  gauge('totem_hub_latency_seconds', 'Median time from a message to its acknowledgement.', (h) =>
    one(thousandth(h.hub?.latencyMilliseconds)),
  ),
  gauge('totem_hub_loss_ratio', 'Share of messages acknowledged late or never.', (h) =>
    one(ratio(h.hub?.lossPercent)),
  ),
  gauge('totem_clock_offset_seconds', "The hub's clock minus the totem's.", (h) =>
    one(h.clock?.offsetSeconds ?? null),
  ),
  gauge('totem_display_frames_per_second', 'Frames that reach the screen.', (h) =>
    one(h.display.framesPerSecond),
  ),
  counter('totem_display_restarts_total', 'Restarts of the display.', (h) => [{ value: h.display.restarts }]),
  gauge('totem_page_silence_seconds', "Time since the page's last sign of life.", (h) =>
    one(h.display.pageSilentSeconds),
  ),
  gauge('totem_page_memory_bytes', "Memory that the page's engine holds for itself alone.", (h) =>
    one(h.display.pageBytes),
  ),
  counter('totem_page_renewals_total', 'Loads of the page that gave memory back.', (h) => [
    { value: h.display.pageRenewals },
  ]),
  gauge('totem_agent_resident_memory_bytes', 'Memory of the agent.', (h) => one(h.agent.residentBytes)),
  gauge('totem_agent_longest_delay_seconds', 'Longest wait of work in the agent.', (h) =>
    one(thousandth(h.agent.longestDelayMilliseconds)),
  ),
  counter('totem_agent_starts_total', 'Starts of the agent.', (h) => [{ value: h.service.starts }]),
  gauge('totem_in_service', 'Whether the totem serves citizens.', (h) =>
    one(flag(h.service.state === 'in_service')),
  ),
  gauge('totem_events_pending', 'Events that wait to be sent.', (h) => one(h.eventsPending)),
  gauge(
    'totem_faults',
    'Faults that hold, by severity.',
    (h) =>
      ['info', 'warning', 'error', 'critical'].map((severity) => ({
        labels: { severity },
        value: h.faults.filter(({ code }) => faultCatalogue[code].severity === severity).length,
      })),
    ['severity'],
  ),
];

/** Adds the figures of all totems to the registry; they are read from the fleet when somebody asks for them. */
export function exportTotems(registry: Registry, list: () => readonly Totem[]): void {
  const registers = [registry];
  const online = new Gauge({
    name: 'totem_online',
    help: 'Whether a totem is connected.',
    labelNames: ['totem'],
    registers,
    collect: () => {
      online.reset();
      for (const totem of list())
        if (!totem.revoked) online.set({ totem: totem.id }, flag(totem.online) ?? 0);
    },
  });
  for (const { name, help, type, labels = [], read } of exported) {
    const options = { name, help, labelNames: ['totem', ...labels], registers };
    // A totem's figures are those of its last message: what is offline has none.
    const collect = () => {
      metric.reset();
      for (const totem of list()) {
        if (!totem.online || totem.health === null) continue;
        for (const { labels: more, value } of read(totem.health)) {
          if (value !== null) metric.inc({ totem: totem.id, ...more }, value);
        }
      }
    };
    const metric =
      type === 'gauge' ? new Gauge({ ...options, collect }) : new Counter({ ...options, collect });
  }
}

function gauge(name: string, help: string, read: Exported['read'], labels: readonly string[] = []): Exported {
  return { name, help, type: 'gauge', labels, read };
}

function counter(
  name: string,
  help: string,
  read: Exported['read'],
  labels: readonly string[] = [],
): Exported {
  return { name, help, type: 'counter', labels, read };
}

function one(value: number | null): readonly Value[] {
  return [{ value }];
}

function perInterface(
  { interfaces }: Health,
  read: (one: Health['interfaces'][number]) => number,
): readonly Value[] {
  return interfaces.map((each) => ({ labels: { interface: each.name }, value: read(each) }));
}

function ratio(percent: number | null | undefined): number | null {
  return percent === null || percent === undefined ? null : percent / 100;
}

function thousandth(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : value / 1000;
}

function flag(value: boolean | null): number | null {
  return value === null ? null : Number(value);
}
