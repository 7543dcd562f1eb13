import type { Health } from '../../../../protocol/health.ts';
import { bytes, count, duration, moment } from './format.ts';

/** Rows of one group of figures; a group without rows is not shown. */
export interface HealthGroup {
  title: string;
  rows: { name: string; value: string; bad?: boolean }[];
}

/** All that a totem tells of itself beside the gauges, in words. What the board does not tell is left out. */
export function healthGroups(health: Health): HealthGroup[] {
  return [
    { title: 'Service', rows: serviceRows(health) },
    { title: 'Board', rows: boardRows(health) },
    { title: 'Network and clock', rows: networkRows(health) },
    { title: 'Devices', rows: deviceRows(health) },
    { title: 'Program', rows: programRows(health) },
  ].filter(({ rows }) => rows.length > 0);
}

type Row = HealthGroup['rows'][number];

const bootReasons = {
  cold: 'power came back without a stop in good order before it',
  reboot: 'restarted in good order',
  watchdog: 'reset by its watchdog',
  panic: 'the kernel gave up',
  unknown: null,
} as const;

function serviceRows({ service, display, system, uptimeSeconds, agent }: Health): Row[] {
  const out = service.state === 'out_of_service';
  const since = service.since === null ? '' : ` since ${moment(service.since)}`;
  return [
    { name: 'Serves citizens', value: out ? `No, out of service${since}` : 'Yes', bad: out },
    ...service.failing.map(({ part, reason }) => ({ name: `Not alive: ${part}`, value: reason, bad: true })),
    ...(display.pageSilentSeconds === null
      ? []
      : [{ name: 'Page', value: `last sign of life ${display.pageSilentSeconds.toFixed(0)} s before` }]),
    { name: 'Running for', value: `${duration(uptimeSeconds)}, agent ${duration(agent.uptimeSeconds)}` },
    ...optional('Board started', bootReasons[system.bootReason]),
    {
      name: 'Starts of the agent',
      value: `${service.starts.toLocaleString()}, ${service.startsLastHour} in the last hour`,
      bad: service.startsLastHour >= 5,
    },
    ...(system.slot === 'unknown' ? [] : [{ name: 'Slot', value: system.slot }]),
  ];
}

function boardRows({ load, pressure, storage, thermal, power }: Health): Row[] {
  const wear = storage.wear.filter(
    ({ usedPercent, reserve }) => usedPercent !== null || reserve !== 'unknown',
  );
  return [
    ...(load.processors === 0
      ? []
      : [
          {
            name: 'Load',
            value: `${load.one.toFixed(2)}, ${load.five.toFixed(2)}, ${load.fifteen.toFixed(2)} on ${count(load.processors, 'processor')}`,
          },
        ]),
    ...(pressure === null
      ? []
      : [
          {
            name: 'Waiting, last minute',
            value: `processor ${pressure.processorSomePercent.toFixed(0)} %, memory ${pressure.memoryFullPercent.toFixed(0)} %, disk ${pressure.storageFullPercent.toFixed(0)} %`,
          },
        ]),
    ...(storage.rootTotalBytes === 0
      ? []
      : [
          {
            name: 'System disk',
            value: `${bytes(storage.rootUsedBytes)} of ${bytes(storage.rootTotalBytes)}`,
          },
        ]),
    ...(storage.dataReadOnly ? [{ name: 'Data disk', value: 'Takes no writes', bad: true }] : []),
    ...wear.map(({ device, usedPercent, reserve }) => ({
      name: `Life of ${device}`,
      value: `${usedPercent === null ? 'not told' : `${usedPercent} % used`}${reserve === 'unknown' ? '' : `, reserve ${reserve}`}`,
      bad: (usedPercent ?? 0) >= 90 || reserve === 'warning' || reserve === 'urgent',
    })),
    ...(thermal.zones.length < 2
      ? []
      : [
          {
            name: 'Temperatures',
            value: thermal.zones.map(({ name, celsius }) => `${name} ${celsius.toFixed(0)} °C`).join(', '),
          },
        ]),
    ...(thermal.processorMegahertz === null
      ? []
      : [{ name: 'Processor clock', value: `${thermal.processorMegahertz} MHz` }]),
    ...state('Held back', thermal.throttled, thermal.throttledSinceBoot),
    ...state('Voltage too low', power.undervoltage, power.undervoltageSinceBoot),
  ];
}

/** A condition that is bad now or was since the start; nothing where the board does not tell. */
function state(name: string, now: boolean | null, before: boolean | null): Row[] {
  if (now === null && before === null) return [];
  if (now === true) return [{ name, value: 'Yes', bad: true }];
  return [{ name, value: before === true ? 'Not now, but since the start' : 'No' }];
}

const sources = { chrony: 'chrony', timesyncd: 'systemd-timesyncd', ntpd: 'ntpd', none: 'nobody' } as const;

function networkRows({ interfaces, hub, clock }: Health): Row[] {
  return [
    ...interfaces.map((one) => ({
      name: one.name,
      value: [
        one.carrier
          ? one.megabitsPerSecond === null
            ? 'link'
            : `${one.megabitsPerSecond} Mbit/s`
          : 'no link',
        ...(one.signalDecibelMilliwatts === null ? [] : [`${one.signalDecibelMilliwatts} dBm`]),
        `${bytes(one.bytesReceived)} in, ${bytes(one.bytesSent)} out`,
        ...(one.errors === 0 ? [] : [count(one.errors, 'error')]),
      ].join(', '),
      bad: one.errorsPerMinute >= 60,
    })),
    ...(hub === null || hub.latencyMilliseconds === null
      ? []
      : [
          {
            name: 'To the hub and back',
            value: `${hub.latencyMilliseconds.toFixed(0)} ms, ${(hub.lossPercent ?? 0).toFixed(0)} % late or lost`,
            bad: (hub.lossPercent ?? 0) >= 20,
          },
        ]),
    ...(clock?.offsetSeconds === null || clock === null
      ? []
      : [
          {
            name: 'Clock',
            value: `${Math.abs(clock.offsetSeconds).toFixed(1)} s ${clock.offsetSeconds >= 0 ? 'behind' : 'ahead of'} the hub, set by ${sources[clock.source]}`,
            bad: Math.abs(clock.offsetSeconds) >= 30,
          },
        ]),
  ];
}

function deviceRows({ input, sensors, audio, cameras }: Health): Row[] {
  return [
    ...input.map((one) => ({
      name: `${one.kinds.join(' and ')}: ${one.name || one.part}`,
      value: one.state,
      bad: one.state !== 'ready',
    })),
    ...sensors.map((sensor) => ({
      name: `sensor ${sensor.id} (${sensor.driver})`,
      value: [
        sensor.state,
        ...sensor.readings
          .slice(0, 3)
          .map(({ quantity, value, unit }) => `${quantity} ${value}${unit === '1' ? '' : ` ${unit}`}`),
      ].join(', '),
      bad: sensor.state !== 'ready' && sensor.state !== 'probing',
    })),
    ...optional('Sound', audio.map(({ name, id }) => name || id).join(', ') || null),
    ...optional('Cameras', cameras.map(({ name, device }) => name || device).join(', ') || null),
  ];
}

function programRows({ agent, system, eventsPending, messagesRefused }: Health): Row[] {
  return [
    {
      name: 'Agent',
      value: `${agent.version} on Node ${agent.node}, ${bytes(agent.residentBytes)} of memory, longest wait ${agent.longestDelayMilliseconds.toFixed(0)} ms`,
    },
    { name: 'System', value: `${system.platform}, ${system.architecture}` },
    ...optional('Made by', system.board || null),
    { name: 'Events waiting to be sent', value: eventsPending.toLocaleString() },
    { name: 'Messages refused', value: messagesRefused.toLocaleString() },
  ];
}

function optional(name: string, value: string | null): Row[] {
  return value === null ? [] : [{ name, value }];
}
