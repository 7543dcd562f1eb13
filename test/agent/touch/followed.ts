import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
import pino from 'pino';
import { type KeyStep, startTouch, type TouchOptions, type TouchStep } from '../../../agent/touch/index.ts';

export const run = promisify(execFile);

/** A folder for devices, and a reader that is started on what is put there; all ends with the test. */
export async function followed(t: ExecutionContext) {
  const folder = await mkdtemp(join(tmpdir(), 'totem-touch-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const steps: TouchStep[] = [];
  const keys: KeyStep[] = [];
  const faults = new Map<string, { message: string; part: string }>();
  const start = async (devices: TouchOptions['devices'], more: Partial<TouchOptions> = {}) => {
    const touch = await startTouch({
      devices,
      folder: join(folder, 'input'),
      systemFolder: join(folder, 'system'),
      onTouch: (step) => steps.push(step),
      onKey: (step) => keys.push(step),
      faults: {
        raise: (code, message, part = '') => faults.set(`${code} ${part}`, { message, part }),
        clear: (code, part = '') => faults.delete(`${code} ${part}`),
      },
      log: pino({ level: 'silent' }),
      ...more,
    });
    t.teardown(() => touch.stop());
    return touch;
  };
  const has = (code: string): boolean => [...faults.keys()].some((key) => key.startsWith(`${code} `));
  return { folder, path: join(folder, 'panel'), steps, keys, faults, has, start };
}

export const axes = { maximumX: 1000, maximumY: 500 };
