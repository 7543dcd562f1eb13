import { faultCatalogue, type Health } from '../../protocol/index.ts';
import { bytesText, spanText } from '../output/index.ts';
import { age, type Row, share } from './rows.ts';

export interface Line {
  text: string;
  strong: boolean;
}

const barWidth = 20;

/** What is known of one totem, a line each: faults first, for they are why somebody looks. */
export function detailsOf(row: Row, now: number, width: number): Line[] {
  const lines: Line[] = [];
  const say = (text: string, strong = false) => lines.push({ text, strong });
  const pair = (name: string, text: string, strong = false) => say(`${name.padEnd(14)}${text}`, strong);

  pair('Hub', row.online ? 'online' : `OFFLINE, ${seenText(row.seen, now)}`, !row.online);
  pair('Content', `${row.content ?? 'none'}${row.wanted === null ? '' : `, to show ${row.wanted}`}`);
  const { health } = row;
  if (!health) {
    say('Nothing was reported yet.');
    return lines;
  }
  say('');
  say(health.faults.length === 0 ? 'No faults' : `Faults: ${health.faults.length}`, health.faults.length > 0);
  for (const { code, part, message, since } of health.faults) {
    const { severity, cure } = faultCatalogue[code];
    say(`  ${severity}: ${code}${part === '' ? '' : ` (${part})`}, for ${age(since, now)}`, true);
    for (const text of wrapped(message, width - 4)) say(`    ${text}`);
    for (const text of wrapped(cure, width - 4)) say(`    ${text}`);
  }
  say('');
  for (const [name, text] of figures(health)) pair(name, text);
  if (health.sensors.length > 0) say('');
  for (const { id, state, readings } of health.sensors) {
    const values = readings.map(
      ({ quantity, unit, value }) => `${quantity} ${value}${unit === '1' ? '' : ` ${unit}`}`,
    );
    pair(id.slice(0, 13), [state, ...values].join(', '), state !== 'ready');
  }
  for (const { part, state, name, eventsTotal } of health.input) {
    pair(
      'Input',
      `${state}, ${part}${name === '' ? '' : `, ${name}`}, ${eventsTotal} events`,
      state !== 'ready',
    );
  }
  return lines;
}

function seenText(seen: string | null, now: number): string {
  return seen === null ? 'never seen' : `last seen ${age(seen, now)} ago`;
}

function figures(health: Health): [string, string][] {
  const { agent, display, hub, clock, system } = health;
  const used = (name: string, some: number, all: number): [string, string] => {
    const percent = share(some, all);
    return [name, percent === null ? 'not known' : `${bar(percent)} ${bytesText(some)} of ${bytesText(all)}`];
  };
  const temperature =
    health.temperatureCelsius === null ? 'not known' : `${Math.round(health.temperatureCelsius)} °C`;
  const rows: [string, string][] = [
    ['Processor', `${bar(health.cpuPercent)} load ${health.load.one.toFixed(2)}`],
    used('Memory', health.memoryUsedBytes, health.memoryTotalBytes),
    used('Disk', health.diskUsedBytes, health.diskTotalBytes),
    [
      'Temperature',
      `${temperature}${health.thermal.throttled ? ', THROTTLED' : ''}${health.power.undervoltage ? ', UNDERVOLTAGE' : ''}`,
    ],
    [
      'Display',
      `${display.state}, ${Math.round(display.framesPerSecond)} frames/s, ${display.restarts} restarts`,
    ],
    ['Session', health.session],
    ['Events to send', String(health.eventsPending)],
  ];
  if (hub?.latencyMilliseconds != null)
    rows.push([
      'Way to the hub',
      `${Math.round(hub.latencyMilliseconds)} ms, ${Math.round(hub.lossPercent ?? 0)} % lost`,
    ]);
  if (clock)
    rows.push([
      'Clock',
      `${clock.source}${clock.offsetSeconds === null ? '' : `, ${clock.offsetSeconds.toFixed(1)} s from the hub`}`,
    ]);
  rows.push(
    [
      'Up',
      `machine ${spanText(health.uptimeSeconds)}, agent ${spanText(agent.uptimeSeconds)}, ${health.service.starts} starts`,
    ],
    ['Agent', `${agent.version}, ${bytesText(agent.residentBytes)}, Node ${agent.node}`],
    [
      'System',
      [system.board, system.platform, system.slot === 'unknown' ? '' : `slot ${system.slot}`]
        .filter(Boolean)
        .join(', '),
    ],
  );
  return rows;
}

function bar(percent: number): string {
  const full = Math.round((Math.min(100, Math.max(0, percent)) / 100) * barWidth);
  return `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}] ${String(Math.round(percent)).padStart(3)} %`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
