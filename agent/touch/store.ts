import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import Type from 'typebox';
import { writeDurably } from '../../protocol/durable.ts';
import {
  CalibrationMatrix,
  failure,
  type InputSettings,
  type Result,
  success,
  validatorOf,
} from '../../protocol/index.ts';
import { identity, type Matrix, matrixOf } from './matrix.ts';

const CalibrationFile = Type.Object(
  {
    version: Type.Literal(1),
    /** For every panel that is not named below. */
    everywhere: Type.Union([CalibrationMatrix, Type.Null()]),
    /** By `vendor:product`, or by path where a panel has no ids. */
    devices: Type.Record(Type.String({ maxLength: 120 }), CalibrationMatrix),
  },
  { additionalProperties: false },
);
const validate = validatorOf(CalibrationFile);

/** Calibrations that were measured on this totem; they survive restarts. */
export interface CalibrationStore {
  /** The one for a device: its own, or that for all, or what agent.yaml says, or none. */
  of(key: string, settings: InputSettings): Matrix;
  /** Lets one hold before all others until it is taken back with null, is set, or the agent ends. */
  attempt(matrix: Matrix | null, key: string): void;
  /** Changes one and writes it; null forgets it. Without a key it is the one for all panels. */
  set(matrix: Matrix | null, key?: string): Promise<Result<void>>;
  /** Why the file could not be used, if so. */
  problem: string | null;
}

/** @param path the file, or null to remember nothing */
export async function openCalibrations(path: string | null): Promise<CalibrationStore> {
  const { everywhere, devices, problem } = await load(path);
  let common = everywhere;
  let own = devices;
  const attempts = new Map<string, Matrix>();
  let last: Promise<unknown> = Promise.resolve();

  const write = async (nextCommon: Matrix | null, nextOwn: Map<string, Matrix>): Promise<Result<void>> => {
    try {
      if (path !== null) {
        await mkdir(dirname(path), { recursive: true });
        const file = { version: 1, everywhere: nextCommon, devices: Object.fromEntries(nextOwn) };
        await writeDurably(path, `${JSON.stringify(file, null, 2)}\n`);
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return failure('unavailable', `the calibration could not be written: ${reason}`);
    }
    common = nextCommon;
    own = nextOwn;
    return success(undefined);
  };

  return {
    problem,
    of(key, { calibration }) {
      const configured = calibration && matrixOf(calibration);
      return attempts.get(key) ?? own.get(key) ?? common ?? (configured?.ok ? configured.value : identity);
    },
    attempt(matrix, key) {
      if (matrix) attempts.set(key, matrix);
      else attempts.delete(key);
    },
    set(matrix, key) {
      const done = last.then(() => {
        if (key === undefined) return write(matrix, own);
        const next = new Map(own);
        if (matrix) next.set(key, matrix);
        else next.delete(key);
        return write(common, next);
      });
      last = done;
      return done;
    },
  };
}

interface Loaded {
  everywhere: Matrix | null;
  devices: Map<string, Matrix>;
  problem: string | null;
}

async function load(path: string | null): Promise<Loaded> {
  const none = (problem: string | null): Loaded => ({ everywhere: null, devices: new Map(), problem });
  if (path === null) return none(null);
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return none(absent ? null : 'the calibration file cannot be read: calibrate again');
  }
  const checked = validate(parsed);
  if (!checked.ok) return none(`the calibration file is damaged (${checked.error.message}): calibrate again`);
  const devices = new Map<string, Matrix>();
  for (const [key, numbers] of Object.entries(checked.value.devices)) {
    const matrix = matrixOf(numbers);
    if (!matrix.ok) return none(`the calibration of ${key} is damaged: calibrate again`);
    devices.set(key, matrix.value);
  }
  const everywhere = checked.value.everywhere && matrixOf(checked.value.everywhere);
  if (everywhere && !everywhere.ok) return none('the calibration file is damaged: calibrate again');
  return { everywhere: everywhere ? everywhere.value : null, devices, problem: null };
}
