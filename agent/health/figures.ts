import type { Health } from '../../protocol/index.ts';
import type { SamplerName } from './board/index.ts';
import type { Limit } from './limit.ts';

/** The value of a figure for one of several like parts, such as a disk; `part` is empty where there is one. */
export interface Reading {
  part: string;
  value: number;
}

/** One figure: what it is called, how often it is taken, where it is found, and what is too much. */
export interface Figure {
  name: string;
  unit: '%' | '1' | 'B' | '1/min' | '°C' | 'MHz' | 'Mbit/s' | 'dBm' | 'ms' | 's' | 'yes/no';
  /** Who takes it: a sampler of the board, or a part of the agent that knows it at any time. */
  from: SamplerName | 'display' | 'hub' | 'agent';
  /** Seconds between two samples; a sampler runs as often as its most urgent figure wants. */
  every: number;
  read(health: Health): readonly Reading[];
  limits: readonly Limit[];
}

/** All figures with their rates, which follow from what they cost (docs/health.md), and their limits. */
export const figures: readonly Figure[] = [
  figure('cpu_busy', '%', 'processor', 10, (h) => one(h.cpuPercent), [
    above('board.busy', { raise: 95, clear: 85, hold: 300, calm: 60 }),
  ]),
  figure('load_per_processor', '1', 'processor', 10, (h) =>
    one(h.load.processors > 0 ? h.load.one / h.load.processors : null),
  ),
  figure('pressure_processor_some', '%', 'pressure', 10, (h) => one(h.pressure?.processorSomePercent)),
  figure('pressure_memory_full', '%', 'pressure', 10, (h) => named('memory', h.pressure?.memoryFullPercent), [
    above('board.starved', { raise: 20, clear: 5, hold: 120, calm: 120 }),
  ]),
  figure(
    'pressure_storage_full',
    '%',
    'pressure',
    10,
    (h) => named('storage', h.pressure?.storageFullPercent),
    [above('board.starved', { raise: 50, clear: 20, hold: 300, calm: 120 })],
  ),
  figure('memory_used', '%', 'memory', 10, (h) => one(shareOf(h.memoryUsedBytes, h.memoryTotalBytes)), [
    above('board.memory_low', { raise: 92, clear: 85, hold: 60, calm: 60 }),
  ]),
  figure(
    'disk_data_used',
    '%',
    'storage',
    300,
    (h) => named('data', shareOf(h.diskUsedBytes, h.diskTotalBytes)),
    [above('storage.low', { raise: 90, clear: 85, hold: 0, calm: 0 })],
  ),
  figure(
    'disk_root_used',
    '%',
    'storage',
    300,
    (h) => named('system', shareOf(h.storage.rootUsedBytes, h.storage.rootTotalBytes)),
    // A read-only system image is full by design.
    [above('storage.low', { raise: 95, clear: 90, hold: 0, calm: 0 })],
  ),
  figure('disk_read_only', 'yes/no', 'storage', 300, (h) => named('data', yes(h.storage.dataReadOnly)), [
    above('storage.refuses', { raise: 1, clear: 0, hold: 0, calm: 0 }),
  ]),
  figure('disk_life_used', '%', 'storage', 300, (h) => wearOf(h, ({ usedPercent }) => usedPercent), [
    above('storage.worn', { raise: 90, clear: 80, hold: 0, calm: 0 }),
  ]),
  figure('disk_reserve', '1', 'storage', 300, (h) => wearOf(h, ({ reserve }) => reserveLevels[reserve]), [
    above('storage.worn', { raise: 2, clear: 1, hold: 0, calm: 0 }),
  ]),
  figure('temperature', '°C', 'thermal', 30, (h) => one(h.temperatureCelsius), [
    above('board.hot', { raise: 80, clear: 72, hold: 60, calm: 120 }),
  ]),
  figure('throttled', 'yes/no', 'thermal', 30, (h) => one(yes(h.thermal.throttled)), [
    above('board.throttled', { raise: 1, clear: 0, hold: 60, calm: 300 }),
  ]),
  figure('processor_clock', 'MHz', 'thermal', 30, (h) => one(h.thermal.processorMegahertz)),
  figure('undervoltage', 'yes/no', 'thermal', 30, (h) => one(yes(h.power.undervoltage)), [
    above('board.undervoltage', { raise: 1, clear: 0, hold: 0, calm: 600 }),
  ]),
  figure('links', '1', 'network', 10, (h) => one(h.interfaces.length > 0 ? linksOf(h) : null), [
    below('network.no_carrier', { raise: 0, clear: 1, hold: 20, calm: 10 }),
  ]),
  figure('link_speed', 'Mbit/s', 'network', 10, (h) => interfacesOf(h, (one) => one.megabitsPerSecond)),
  figure('wireless_signal', 'dBm', 'network', 10, (h) =>
    interfacesOf(h, (one) => one.signalDecibelMilliwatts),
  ),
  figure('bytes_received', 'B', 'network', 10, (h) => interfacesOf(h, (one) => one.bytesReceived)),
  figure('bytes_sent', 'B', 'network', 10, (h) => interfacesOf(h, (one) => one.bytesSent)),
  figure('interface_errors', '1/min', 'network', 10, (h) => interfacesOf(h, (one) => one.errorsPerMinute), [
    above('network.errors', { raise: 60, clear: 6, hold: 60, calm: 300 }),
  ]),
  figure('hub_latency', 'ms', 'hub', 10, (h) => one(h.hub?.latencyMilliseconds), [
    above('network.slow', { raise: 2000, clear: 1000, hold: 120, calm: 120 }),
  ]),
  figure('hub_loss', '%', 'hub', 10, (h) => one(h.hub?.lossPercent), [
    above('network.lossy', { raise: 20, clear: 5, hold: 60, calm: 120 }),
  ]),
  figure('clock_offset', 's', 'clock', 60, (h) => one(distance(h.clock?.offsetSeconds)), [
    above('clock.wrong', { raise: 30, clear: 5, hold: 60, calm: 60 }),
  ]),
  figure('clock_synchronised', 'yes/no', 'clock', 60, (h) => one(yes(h.clock?.synchronised))),
  figure('frame_rate', '1', 'display', 10, (h) => one(h.display.framesPerSecond)),
  figure('display_restarts', '1', 'display', 10, (h) => one(h.display.restarts)),
  figure('page_silence', 's', 'display', 10, (h) => one(h.display.pageSilentSeconds)),
  figure('page_memory', 'B', 'display', 10, (h) => one(h.display.pageBytes)),
  figure('page_renewals', '1', 'display', 10, (h) => one(h.display.pageRenewals)),
  figure('sound_cards', '1', 'devices', 60, (h) => one(h.audio.length)),
  figure('cameras', '1', 'devices', 60, (h) => one(h.cameras.length)),
  figure('agent_delay', 'ms', 'delay', 10, (h) => one(h.agent.longestDelayMilliseconds), [
    above('agent.slow', { raise: 1000, clear: 500, hold: 60, calm: 120 }),
  ]),
  figure('agent_memory', 'B', 'agent', 10, (h) => one(h.agent.residentBytes)),
  figure('agent_starts_last_hour', '1', 'agent', 10, (h) => one(h.service.startsLastHour), [
    above('agent.restarting', { raise: 5, clear: 1, hold: 0, calm: 0 }),
  ]),
  figure('board_reset', 'yes/no', 'agent', 10, (h) => one(yes(resetReasons.has(h.system.bootReason))), [
    above('board.reset', { raise: 1, clear: 0, hold: 0, calm: 0 }),
  ]),
];

function figure(
  name: string,
  unit: Figure['unit'],
  from: Figure['from'],
  every: number,
  read: Figure['read'],
  limits: readonly Limit[] = [],
): Figure {
  return { name, unit, from, every, read, limits };
}

type Levels = Pick<Limit, 'raise' | 'clear' | 'hold' | 'calm'>;

function above(fault: Limit['fault'], levels: Levels): Limit {
  return { fault, bad: 'above', ...levels };
}

function below(fault: Limit['fault'], levels: Levels): Limit {
  return { fault, bad: 'below', ...levels };
}

function one(value: number | null | undefined): readonly Reading[] {
  return named('', value);
}

function named(part: string, value: number | null | undefined): readonly Reading[] {
  return value === null || value === undefined ? [] : [{ part, value }];
}

function yes(value: boolean | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function distance(seconds: number | null | undefined): number | null {
  return seconds === null || seconds === undefined ? null : Math.abs(seconds);
}

function shareOf(used: number, total: number): number | null {
  return total > 0 ? Math.round((used / total) * 1000) / 10 : null;
}

const reserveLevels = { unknown: null, normal: 1, warning: 2, urgent: 3 } as const;
const resetReasons: ReadonlySet<string> = new Set(['watchdog', 'panic']);

type Wear = Health['storage']['wear'][number];

function wearOf(health: Health, value: (wear: Wear) => number | null): readonly Reading[] {
  return health.storage.wear.flatMap((wear) => named(wear.device, value(wear)));
}

type Interface = Health['interfaces'][number];

function linksOf({ interfaces }: Health): number {
  return interfaces.filter(({ carrier }) => carrier).length;
}

function interfacesOf(health: Health, value: (one: Interface) => number | null): readonly Reading[] {
  return health.interfaces.flatMap((one) => named(one.name, value(one)));
}
