import type { Health } from '../../../protocol/index.ts';
import { namesIn, type Roots, readNumber, readTrimmed, rounded } from './roots.ts';

export type ThermalFigures = Pick<Health, 'temperatureCelsius' | 'thermal' | 'power'>;

/** Temperatures, whether the processor is held back, and whether the supply voltage is too low. */
export async function readThermal(roots: Roots): Promise<ThermalFigures> {
  const [zones, firmware, cooling, megahertz, alarm] = await Promise.all([
    readZones(roots),
    readFirmware(roots),
    isCooled(roots),
    readNumber(`${roots.sys}/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq`),
    readVoltageAlarm(roots),
  ]);
  return {
    temperatureCelsius: zones.length === 0 ? null : Math.max(...zones.map(({ celsius }) => celsius)),
    thermal: {
      zones,
      throttled: firmware ? firmware.throttled || cooling === true : cooling,
      throttledSinceBoot: firmware?.throttledSinceBoot ?? null,
      processorMegahertz: megahertz === null ? null : Math.round(megahertz / 1000),
    },
    power: {
      undervoltage: firmware ? firmware.undervoltage || alarm === true : alarm,
      undervoltageSinceBoot: firmware?.undervoltageSinceBoot ?? alarm,
    },
  };
}

type Zone = ThermalFigures['thermal']['zones'][number];

/** The thermal zones; the sensors of hwmon where a board has no zone that answers. */
async function readZones(roots: Roots): Promise<Zone[]> {
  const folder = `${roots.sys}/class/thermal`;
  const names = (await namesIn(folder)).filter((name) => name.startsWith('thermal_zone'));
  const zones = await Promise.all(
    names.map(async (name) => {
      const [type, temperature] = await Promise.all([
        readTrimmed(`${folder}/${name}/type`),
        readNumber(`${folder}/${name}/temp`),
      ]);
      return zoneOf(type ?? name, temperature);
    }),
  );
  const known = zones.flat().slice(0, 16);
  return known.length > 0 ? known : (await readSensors(roots)).slice(0, 16);
}

async function readSensors(roots: Roots): Promise<Zone[]> {
  const folder = `${roots.sys}/class/hwmon`;
  const chips = await Promise.all(
    (await namesIn(folder)).map(async (chip) => {
      const [name, files] = await Promise.all([
        readTrimmed(`${folder}/${chip}/name`),
        namesIn(`${folder}/${chip}`),
      ]);
      const inputs = files.filter((file) => /^temp\d+_input$/.test(file));
      return Promise.all(
        inputs.map(async (file) => {
          const label = await readTrimmed(`${folder}/${chip}/${file.replace('input', 'label')}`);
          return zoneOf(
            `${name ?? chip} ${label ?? file.replace('_input', '')}`,
            await readNumber(`${folder}/${chip}/${file}`),
          );
        }),
      );
    }),
  );
  return chips.flat(2);
}

/** @param temperature in thousandths of a degree; boards without a sensor answer with nothing, or with nonsense */
function zoneOf(name: string, temperature: number | null): Zone[] {
  if (temperature === null) return [];
  const celsius = rounded(temperature / 1000);
  return celsius > -100 && celsius < 250 ? [{ name: name.slice(0, 80), celsius }] : [];
}

/**
 * What the firmware of a Raspberry Pi tells, as hexadecimal bits: 0 undervoltage, 1 frequency capped, 2 throttled,
 * 3 soft temperature limit, and the same since the start 16 bits higher (Raspberry Pi documentation, get_throttled).
 */
async function readFirmware(roots: Roots) {
  const text = await readTrimmed(`${roots.sys}/devices/platform/soc/soc:firmware/get_throttled`);
  if (text === null || !/^(0x)?[0-9a-f]{1,8}$/i.test(text)) return null;
  const bits = Number.parseInt(text, 16);
  const heldBack = 0b1110;
  return {
    undervoltage: (bits & 1) !== 0,
    undervoltageSinceBoot: ((bits >> 16) & 1) !== 0,
    throttled: (bits & heldBack) !== 0,
    throttledSinceBoot: ((bits >> 16) & heldBack) !== 0,
  };
}

/** Whether a cooling device slows the processor down now; null where none could. */
async function isCooled(roots: Roots): Promise<boolean | null> {
  const folder = `${roots.sys}/class/thermal`;
  const devices = (await namesIn(folder)).filter((name) => name.startsWith('cooling_device'));
  const states = await Promise.all(
    devices.map(async (device) => {
      const type = await readTrimmed(`${folder}/${device}/type`);
      return type && /cpufreq|^Processor$/.test(type) ? readNumber(`${folder}/${device}/cur_state`) : null;
    }),
  );
  const known = states.filter((state) => state !== null);
  return known.length === 0 ? null : known.some((state) => state > 0);
}

/** The alarm of a voltage input below its critical limit, such as `rpi_volt` has; null where there is none. */
async function readVoltageAlarm(roots: Roots): Promise<boolean | null> {
  const folder = `${roots.sys}/class/hwmon`;
  const alarms = await Promise.all(
    (await namesIn(folder)).map(async (chip) => {
      const files = (await namesIn(`${folder}/${chip}`)).filter((file) => /^in\d+_lcrit_alarm$/.test(file));
      return Promise.all(files.map((file) => readNumber(`${folder}/${chip}/${file}`)));
    }),
  );
  const known = alarms.flat().filter((alarm) => alarm !== null);
  return known.length === 0 ? null : known.some((alarm) => alarm !== 0);
}
