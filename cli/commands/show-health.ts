import type { Health } from '../../protocol/index.ts';
import { bytesText, momentText, plain, spanText } from '../output/index.ts';

type Row = [name: string, value: string];

/** What `totem show` says of a totem's health; what the board does not tell is left out. */
export function healthRows(health: Health | null): Row[] {
  if (health === null) return [['Health', 'nothing was reported yet']];
  const { display, agent, system, service } = health;
  const out = service.state === 'out_of_service';
  return [
    ['In service', out ? `no, since ${service.since === null ? '?' : momentText(service.since)}` : 'yes'],
    ...service.failing.map(({ part, reason }): Row => ['Not alive', plain(`${part}: ${reason}`)]),
    ...boardRows(health),
    [
      'Display',
      `${display.state}, ${display.framesPerSecond.toFixed(1)} frames/s, ${display.restarts} restarts` +
        (display.pageSilentSeconds === null
          ? ''
          : `, page silent for ${display.pageSilentSeconds.toFixed(0)} s`),
    ],
    ...networkRows(health),
    ...deviceRows(health),
    ['Citizen session', health.session],
    [
      'Up',
      `machine ${spanText(health.uptimeSeconds)}, agent ${spanText(agent.uptimeSeconds)}; ` +
        `${service.starts} starts, ${service.startsLastHour} in the last hour`,
    ],
    [
      'Boot',
      `${system.bootReason === 'unknown' ? 'reason not known' : system.bootReason}, slot ${plain(system.slot)}`,
    ],
    [
      'Versions',
      plain(
        `agent ${agent.version}, Node ${agent.node}, ${system.platform} ${system.architecture} ${system.board}`,
      ),
    ],
    ['Events to send', String(health.eventsPending)],
    ['Reported', momentText(health.at)],
  ];
}

function boardRows({ load, pressure, storage, thermal, power, ...health }: Health): Row[] {
  const wear = storage.wear.filter(({ usedPercent }) => usedPercent !== null);
  const hottest = health.temperatureCelsius;
  return [
    [
      'Processor',
      `${Math.round(health.cpuPercent)} %, load ${load.one.toFixed(2)} on ${load.processors}` +
        (pressure === null ? '' : `, waited for ${pressure.processorSomePercent.toFixed(0)} % of the time`),
    ],
    ['Memory', share(health.memoryUsedBytes, health.memoryTotalBytes)],
    [
      'Disk',
      `${share(health.diskUsedBytes, health.diskTotalBytes)}${storage.dataReadOnly ? ', read-only' : ''}`,
    ],
    ...(wear.length === 0
      ? []
      : [
          [
            'Disk life used',
            wear.map((one) => `${plain(one.device)} ${one.usedPercent} %`).join(', '),
          ] satisfies Row,
        ]),
    ['Temperature', hottest === null ? 'not known' : `${Math.round(hottest)} °C`],
    ...(thermal.throttled === null ? [] : [['Throttled', yes(thermal.throttled)] satisfies Row]),
    ...(power.undervoltage === null ? [] : [['Undervoltage', yes(power.undervoltage)] satisfies Row]),
  ];
}

function networkRows({ interfaces, hub, clock }: Health): Row[] {
  return [
    ...interfaces.map(
      (one): Row => [
        `Network ${plain(one.name)}`,
        [
          one.carrier
            ? one.megabitsPerSecond === null
              ? 'link'
              : `${one.megabitsPerSecond} Mbit/s`
            : 'no link',
          ...(one.signalDecibelMilliwatts === null ? [] : [`${one.signalDecibelMilliwatts} dBm`]),
          `${bytesText(one.bytesReceived)} in, ${bytesText(one.bytesSent)} out, ${one.errors} errors`,
        ].join(', '),
      ],
    ),
    ...(hub?.latencyMilliseconds == null
      ? []
      : [
          [
            'To the hub and back',
            `${hub.latencyMilliseconds.toFixed(0)} ms, ${(hub.lossPercent ?? 0).toFixed(0)} % late or lost`,
          ] satisfies Row,
        ]),
    ...(clock?.offsetSeconds == null
      ? []
      : [['Clock', `${offsetText(clock.offsetSeconds)}, set by ${clock.source}`] satisfies Row]),
  ];
}

function deviceRows({ input, sensors, audio, cameras }: Health): Row[] {
  const named = (name: string, list: readonly string[]): Row[] =>
    list.length === 0 ? [] : [[name, plain(list.join(', '))]];
  return [
    ...named(
      'Input',
      input.map((one) => `${one.name || one.part} ${one.state}`),
    ),
    ...named(
      'Sensors',
      sensors.map((one) => `${one.id} ${one.state}`),
    ),
    ...named(
      'Sound',
      audio.map(({ name, id }) => name || id),
    ),
    ...named(
      'Cameras',
      cameras.map(({ name, device }) => name || device),
    ),
  ];
}

function share(used: number, total: number): string {
  return `${bytesText(used)} of ${bytesText(total)}${total > 0 ? ` (${Math.round((used / total) * 100)} %)` : ''}`;
}

function yes(holds: boolean): string {
  return holds ? 'yes' : 'no';
}

/** Positive where the hub's clock is ahead. */
function offsetText(seconds: number): string {
  const amount = Math.abs(seconds).toFixed(1);
  if (amount === '0.0') return 'as the hub’s';
  return `${amount} s ${seconds > 0 ? 'behind' : 'ahead of'} the hub`;
}
