import type { Logger } from 'pino';
import {
  type CalibrationMatrix,
  failure,
  type InputDeviceFigures,
  InputSettings,
  type Result,
  success,
  validatorOf,
} from '../../protocol/index.ts';
import type { InputStep } from '../../protocol/local.ts';
import { type CalibrationPoint, calibrationFrom, missOf, type Point } from './calibration.ts';
import type { TouchStep } from './contacts.ts';
import { type Device, followDevice } from './device.ts';
import { createDeviceAccess } from './devices.ts';
import { discover } from './discovery.ts';
import { createEntry, type Entry, type Follow } from './entry.ts';
import { maximumFingers } from './fingers.ts';
import type { KeyStep } from './keys.ts';
import { type FoundDevice, isLiteral, labelOf, means } from './matching.ts';
import { compose, type Matrix, matrixOf } from './matrix.ts';
import { openCalibrations } from './store.ts';
import type { InputFaults } from './types.ts';

export { type CalibrationPoint, calibrationFrom, missOf, type Point } from './calibration.ts';
export type { TouchStep } from './contacts.ts';
export type { KeyStep } from './keys.ts';
export { identity, type Matrix } from './matrix.ts';
export type { InputFaults } from './types.ts';

export interface TouchOptions {
  /** The devices that may be used, and how; `{path, maximumX, maximumY}` is enough for one without ioctl. */
  devices: readonly Partial<InputSettings>[];
  /** Called as soon as a step is complete; contacts of several devices have different numbers. */
  onTouch(step: TouchStep): void;
  onKey?(step: KeyStep): void;
  /** A volume key came down or repeats; it is told to `onKey` as well. */
  onVolume?(direction: 'up' | 'down'): void;
  faults: InputFaults;
  log: Logger;
  /** Where calibrations that are measured on this totem are kept; without it they are forgotten. */
  calibrationFile?: string;
  /** Where device nodes are, and where the system tells of them. */
  folder?: string;
  systemFolder?: string;
  now?: () => number;
}

export interface Touch {
  /** Every device of agent.yaml: those that are read, and those that are waited for. */
  devices(): InputDeviceFigures[];
  /**
   * Hears every step of every device; gives back its end. Places are those on the panel, turned but not
   * calibrated, and may lie beside 0 to 1.
   */
  watch(listener: (step: InputStep) => void): () => void;
  /**
   * Calibrates all panels, or one by its part or ids (`04f3:0732`), from now on and after a restart; null takes
   * it back. The matrix maps places as `watch` tells them.
   */
  setCalibration(matrix: CalibrationMatrix | null, device?: string): Promise<Result<void>>;
  /**
   * Calibrates the panel of this part so that these touches, felt on the screen by the calibration in force,
   * land on the marks that were shown; without touches it forgets what was measured.
   */
  calibrate(part: string, points: readonly ScreenTouch[]): Promise<Result<Calibrated>>;
  /**
   * Lets the calibration that `calibrate` would keep hold for a trial: nothing is written, and another start knows
   * nothing of it.
   */
  tryCalibration(part: string, points: readonly ScreenTouch[]): Result<CalibrationTrial>;
  stop(): void;
}

/** A calibration that holds until somebody says what becomes of it. */
export interface CalibrationTrial {
  keep(): Promise<Result<void>>;
  /** The calibration of before holds again. */
  drop(): void;
}

/** A mark on the screen, and where the finger that touched it was felt; fractions of the screen. */
export interface ScreenTouch {
  target: Point;
  touched: Point;
}

export interface Calibrated {
  matrix: CalibrationMatrix;
  /** Largest distance of a touch from its mark by the new calibration, as a share of the screen. */
  error: number;
}

const validate = validatorOf(InputSettings);

/** Contacts of one device are numbered below this: those of one report and those that it ends. */
const contactsPerDevice = 2 * maximumFingers;

/** Milliseconds between looks at what no event tells: dirt, and devices whose signal was lost. */
const tickEvery = 1000;

/**
 * Starts reading the input devices that agent.yaml allows. Those named by path are opened; those named by id,
 * pattern or ability are looked for, now and whenever something is plugged in.
 */
export async function startTouch(options: TouchOptions): Promise<Touch> {
  const { faults, log } = options;
  const now = options.now ?? Date.now;
  const access = createDeviceAccess();
  const calibrations = await openCalibrations(options.calibrationFile ?? null);
  const listeners = new Set<(step: InputStep) => void>();
  let numbers = 0;

  if (calibrations.problem) faults.raise('touch.refused', calibrations.problem, 'calibration');
  const at = (): string => new Date(now()).toISOString();
  const tell = (step: InputStep): void => {
    for (const listener of listeners) listener(step);
  };
  const follow: Follow = (path, settings, listener): Device => {
    const first = numbers * contactsPerDevice;
    numbers += 1;
    const part = path.slice(-120);
    return followDevice({
      path,
      settings,
      access,
      calibration: (key) => calibrations.of(key, settings),
      onTouch: (step, panel) => {
        const numbered = { ...step, contact: step.contact + first };
        options.onTouch(numbered);
        if (listeners.size > 0) tell({ at: at(), part, ...numbered, ...panel });
      },
      onKey: (step) => {
        options.onKey?.(step);
        if (step.phase !== 'up' && step.key === 'volume_up') options.onVolume?.('up');
        if (step.phase !== 'up' && step.key === 'volume_down') options.onVolume?.('down');
        tell({ at: at(), part, ...step });
      },
      ...listener,
      faults,
      now,
      log,
    });
  };

  const entries = options.devices.flatMap((given) => {
    const checked = checkedSettings(given);
    if (checked.ok) return [createEntry(checked.value, follow, faults)];
    faults.raise('touch.refused', checked.error.message, given.path ?? given.device ?? '');
    return [];
  });
  const literal = entries.filter(({ settings }) => isLiteral(settings));
  const sought = entries.filter(({ settings }) => !isLiteral(settings));
  for (const entry of literal) if (entry.settings.path) entry.adopt(entry.settings.path);

  const onDevices = (found: FoundDevice[]): void => {
    assign(found, literal, sought);
    // What is named by path may have come, too.
    for (const entry of entries) for (const device of entry.devices()) device.retry();
  };
  const discovery =
    entries.length > 0
      ? discover({
          folder: options.folder ?? '/dev/input',
          systemFolder: options.systemFolder ?? '/sys/class/input',
          onDevices,
        })
      : null;
  const ticking = setInterval(() => {
    for (const entry of entries) for (const device of entry.devices()) device.tick();
  }, tickEvery);
  await discovery?.ready;

  const recalibrate = (): void => {
    for (const entry of entries) for (const each of entry.devices()) each.recalibrate();
  };
  const panelOf = (part: string): Result<Device> => {
    const panel = entries.flatMap((entry) => entry.devices()).find((each) => each.figures().part === part);
    return panel ? success(panel) : failure('not_found', `there is no device ${part}`);
  };
  const setCalibration: Touch['setCalibration'] = async (numbers, device) => {
    const matrix = numbers && matrixOf(numbers);
    if (matrix && !matrix.ok) return matrix;
    const key = device === undefined ? undefined : keyOf(entries, device);
    const written = await calibrations.set(matrix ? matrix.value : null, key);
    if (!written.ok) return written;
    faults.clear('touch.refused', 'calibration');
    recalibrate();
    return written;
  };

  return {
    devices: () => entries.flatMap((entry) => entry.figures()),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setCalibration,
    async calibrate(part, touches) {
      const panel = panelOf(part);
      if (!panel.ok) return panel;
      const { calibration } = panel.value;
      if (touches.length > 0) {
        const better = calibrationFrom(touches.map(pointOf));
        if (!better.ok) return better;
        const set = await setCalibration([...compose(better.value, calibration())], part);
        const error = Math.max(...touches.map((touch) => missOf(better.value, pointOf(touch))));
        return set.ok ? success({ matrix: [...calibration()], error }) : set;
      }
      const set = await setCalibration(null, part);
      return set.ok ? success({ matrix: [...calibration()], error: 0 }) : set;
    },
    tryCalibration(part, touches) {
      const panel = panelOf(part);
      if (!panel.ok) return panel;
      const better = calibrationFrom(touches.map(pointOf));
      if (!better.ok) return better;
      const matrix = compose(better.value, panel.value.calibration());
      const key = keyOf(entries, part);
      const attempt = (next: Matrix | null): void => {
        calibrations.attempt(next, key);
        recalibrate();
      };
      attempt(matrix);
      return success({
        async keep() {
          const set = await setCalibration([...matrix], part);
          attempt(null);
          return set;
        },
        drop: () => attempt(null),
      });
    },
    stop() {
      clearInterval(ticking);
      discovery?.stop();
      for (const entry of entries) entry.stop();
      access.stop();
      listeners.clear();
    },
  };
}

function pointOf({ target, touched }: ScreenTouch): CalibrationPoint {
  return { shown: target, touched };
}

/** Gives each device that was found to the first entry that means it. */
function assign(found: FoundDevice[], literal: Entry[], sought: Entry[]): void {
  const named = new Set(literal.flatMap(({ settings }) => settings.path ?? []));
  const free = found.filter(({ path, links }) => ![path, ...links].some((name) => named.has(name)));
  const paths = new Set(free.map(({ path }) => path));
  for (const entry of sought) entry.keepOnly(paths);
  for (const device of free) {
    if (sought.some((entry) => entry.follows(device.path))) continue;
    sought.find((entry) => means(entry.settings, device))?.adopt(device.path);
  }
  for (const entry of sought) entry.settle();
}

function checkedSettings(given: Partial<InputSettings>): Result<InputSettings> {
  const checked = validate(structuredClone(given));
  if (!checked.ok) return checked;
  const { path, device, calibration } = checked.value;
  const problem = (message: string): Result<InputSettings> => ({
    ok: false,
    error: { code: 'invalid', message: `touch in agent.yaml: ${message}` },
  });
  if ((path === undefined) === (device === undefined)) return problem('give either path or device');
  const matrix = calibration && matrixOf(calibration);
  return matrix && !matrix.ok ? problem(`${labelOf(checked.value)}: ${matrix.error.message}`) : checked;
}

/** The key under which a device's calibration is kept: its ids, which survive another plug, or its path. */
function keyOf(entries: Entry[], device: string): string {
  const figures = entries.flatMap((entry) => entry.figures()).find(({ part }) => part === device);
  return figures?.vendor ? `${figures.vendor}:${figures.product ?? '0000'}` : device;
}
