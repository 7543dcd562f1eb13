import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { type Pace, type SensorNews, type Sensors, startSensors } from '../../../agent/sensors/index.ts';
import {
  AgentConfiguration,
  type FaultCode,
  type SensorConfiguration,
  type SensorFigures,
  validatorOf,
} from '../../../protocol/index.ts';
import {
  createDustSensor,
  createGasSensor,
  createParticleCounter,
  createPlug,
  createRadar,
  createReceiver,
  type Plug,
  speedOf,
} from '../../harness/sensors/index.ts';
import { until } from '../../harness/until.ts';

const validate = validatorOf(AgentConfiguration);

/** Quick, so that nobody has to wait; the growing is tested on its own. */
const pace: Partial<Pace> = { beat: 20, reopenFirst: 50, reopenLast: 200, floodFirst: 300, floodLast: 600 };

interface Bench {
  plug: Plug;
  sensors: Sensors;
  figures(): SensorFigures;
  faults: Map<string, string>;
  news: SensorNews[];
  value(quantity: string): number | undefined;
}

interface Wanted {
  /** One entry of `sensors` without id and port. */
  settings: Record<string, unknown>;
  speedMatters?: boolean;
  /** How much faster than real time the sensors' clock runs. */
  haste?: number;
  pace?: Partial<Pace>;
}

async function bench(t: ExecutionContext, wanted: Wanted): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-sensors-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const plug = createPlug(t, join(folder, 'port'), { speedMatters: wanted.speedMatters ?? false });
  const faults = new Map<string, string>();
  const news: SensorNews[] = [];
  const from = performance.now();
  const { haste = 1 } = wanted;
  const sensors = startSensors({
    sensors: configured({ ...wanted.settings, id: 'one', port: plug.path }),
    faults: {
      raise: (code: FaultCode, message, part) => void faults.set(`${code} ${part}`, message),
      clear: (code: FaultCode, part) => void faults.delete(`${code} ${part}`),
    },
    log: pino({ enabled: false }),
    now: () => from + (performance.now() - from) * haste,
    random: () => 0.5,
    pace: { ...pace, ...wanted.pace },
  });
  t.teardown(() => sensors.stop());
  sensors.watch((what) => news.push(what));
  const figures = (): SensorFigures => {
    const [first] = sensors.list();
    if (!first) throw new Error('no sensor');
    return first;
  };
  const value = (quantity: string) =>
    figures().readings.find((reading) => reading.quantity === quantity)?.value;
  return { plug, sensors, figures, faults, news, value };
}

function configured(sensor: Record<string, unknown>): SensorConfiguration[] {
  const checked = validate({ sensors: [sensor] });
  if (!checked.ok) throw new Error(checked.error.message);
  return checked.value.sensors;
}

/** On a busy machine what is found out by listening takes more than one try. */
const patience = 60_000;

const said = (faults: Map<string, string>, words: RegExp) =>
  until(String(words), () => words.test(faults.get('sensor.wrong_device one') ?? ''), patience);

test.serial('a radar is set up once, closed again, and read', async (t) => {
  const { plug, figures, value, faults } = await bench(t, {
    settings: { driver: 'ld2410', maximumGate: 4, sensitivity: [{ gate: 2, moving: 33, still: 44 }] },
  });
  const radar = createRadar({ moving: 150, still: null });
  await plug.plug(radar);
  await until('a reading', () => value('distance') === 1.5);
  t.is(await speedOf(plug.path), 256_000);
  await until('the setting-up to end', () => radar.done.at(-1) === 0xfe);
  t.deepEqual(radar.done, [0xff, 0x61, 0x60, 0x64, 0x63, 0xfe]);
  t.like(radar.memory, { movingGate: 4, stillGate: 4, noOne: 5 });
  t.deepEqual([radar.memory.moving[2], radar.memory.still[2]], [33, 44]);
  radar.scene = { moving: null, still: null };
  await until('nobody', () => value('presence') === 0);
  t.is(value('distance'), undefined, 'who has left has no distance');
  t.is(figures().state, 'ready');
  t.deepEqual([...faults], []);
});

test.serial('a sensor that is unplugged is a fault until it is plugged in again', async (t) => {
  const { plug, figures, value, faults, news } = await bench(t, { settings: { driver: 'ld2410' } });
  await until('the fault', () => faults.has('sensor.lost one'));
  await plug.plug(createRadar({ moving: 100, still: null }));
  await until('a reading', () => value('presence') === 1);
  await until('no fault', () => faults.size === 0);
  for (let round = 0; round < 3; round += 1) {
    await plug.unplug();
    await until('the loss', () => figures().state === 'lost' && faults.has('sensor.lost one'));
    t.deepEqual(figures().readings, [], 'what was read before holds no more');
    await plug.plug(createRadar({ moving: null, still: 80 }));
    await until('the return', () => value('still_distance') === 0.8);
  }
  t.is(faults.size, 0);
  t.true(
    news.some(({ state }) => state === 'lost'),
    'who watches is told',
  );
});

test.serial('each device is read through its own protocol', async (t) => {
  const particles = await bench(t, { settings: { driver: 'pms5003' } });
  const dust = await bench(t, { settings: { driver: 'sps30', cleaningSeconds: 86_400 }, haste: 4 });
  const gas = await bench(t, { settings: { driver: 'scd30', everySeconds: 7 }, haste: 4 });
  const place = await bench(t, { settings: { driver: 'nmea' } });
  const counter = { ...createParticleCounter(), period: 100 };
  const sensor = createDustSensor();
  const breath = createGasSensor();
  await Promise.all([
    particles.plug.plug(counter),
    dust.plug.plug(sensor),
    gas.plug.plug(breath),
    place.plug.plug({ ...createReceiver(), period: 100 }),
  ]);
  await until('particles', () => particles.value('pm2_5') === 7, patience);
  await until('dust', () => dust.value('pm2_5') === 4.25, patience);
  await until('its status', () => dust.value('fan_alarm') === 0, patience);
  await until('gas', () => gas.value('co2') === 612.5 && gas.value('temperature') === 21.25, patience);
  await until('a place', () => Math.abs((place.value('latitude') ?? 0) - 45.464_166) < 1e-5, patience);
  t.is(sensor.cleaningSeconds, 86_400);
  t.is(breath.intervalSeconds, 7);
  t.is(place.value('clock_rollovers'), 0);
  t.is(place.value('satellites'), 9);
  for (const { figures } of [particles, dust, gas, place]) t.is(figures().framesDamaged, 0);
});

test.serial('a sensor of any kind is found by asking at each speed', async (t) => {
  for (const [device, driver, speed] of [
    [createGasSensor(), 'scd30', 19_200],
    [createRadar(), 'ld2410', 256_000],
  ] as const) {
    const { plug, figures } = await bench(t, {
      settings: { driver: 'auto' },
      speedMatters: true,
      haste: 2,
      pace: { searchFirst: 500, searchLast: 500 },
    });
    await plug.plug(device);
    const found = () => figures().driver === driver && figures().state === 'ready';
    await until(driver, async () => found() && (await speedOf(plug.path)) === speed, patience);
    t.is(figures().framesDamaged, 0);
  }
});

test.serial('a wrong driver is said, with the right one', async (t) => {
  const { plug, faults, sensors, figures } = await bench(t, { settings: { driver: 'pms5003' }, haste: 3 });
  await plug.plug({ ...createReceiver(), period: 100 });
  await said(faults, /looks like a nmea at 9600 baud: set driver: nmea/);
  t.is(figures().state, 'wrong_device');
  await plug.plug({ ...createParticleCounter(), period: 100 });
  await until('the right device', () => sensors.list()[0]?.state === 'ready' && faults.size === 0, patience);
});

test.serial('a wrong speed is said with the right one', async (t) => {
  const { plug, faults } = await bench(t, {
    settings: { driver: 'ld2410', baud: 115_200 },
    speedMatters: true,
    haste: 2,
    pace: { searchFirst: 1000, searchLast: 2000 },
  });
  await plug.plug(createRadar());
  await t.notThrowsAsync(said(faults, /looks like a ld2410 at 256000 baud: set baud: 256000/));
});

test.serial('silence is a fault', async (t) => {
  const { plug, faults } = await bench(t, { settings: { driver: 'nmea' }, haste: 10 });
  await plug.plug({ baud: 9600, period: 60_000, take: () => [], speak: () => [] });
  await until('the fault', () => faults.has('sensor.silent one'));
  await plug.plug(createReceiver());
  await t.notThrowsAsync(until('no fault', () => faults.size === 0));
});

test.serial('noise at full speed shuts the port for a growing while, and names it', async (t) => {
  const { plug, faults, figures } = await bench(t, { settings: { driver: 'ld2410' } });
  const quiet = { baud: 256_000, period: 60_000, take: () => [], speak: () => [] };
  await plug.plug(quiet);
  const rubbish = Buffer.from(Array.from({ length: 65_536 }, (_, index) => (index * 2_654_435_761) >>> 24));
  let noisy = true;
  let taken = 0;
  const fill = (): void => {
    if (!noisy) return;
    if (plug.noise(rubbish)) taken += rubbish.length;
    setTimeout(fill, 5);
  };
  fill();
  await until('the fault', () => faults.has('sensor.noise one'));
  t.regex(faults.get('sensor.noise one') ?? '', new RegExp(plug.path));
  t.is(figures().state, 'noisy');
  noisy = false;
  await plug.plug(createRadar({ moving: 90, still: null }));
  await until('the radar', () => figures().state === 'ready' && faults.size === 0);
  t.true(taken > 0);
});
