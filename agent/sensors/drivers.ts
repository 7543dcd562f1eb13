import {
  SensorConfiguration,
  type SensorConfiguration as Settings,
  validatorOf,
} from '../../protocol/index.ts';
import type { Dialogue, Kind } from './driver.ts';
import { ld2410 } from './ld2410.ts';
import { line } from './line.ts';
import { nmea } from './nmea.ts';
import { pms5003 } from './pms5003.ts';
import { scd30 } from './scd30.ts';
import { sps30 } from './sps30.ts';

/** Every kind of device, in the order in which they are looked for. */
export const kinds: readonly Kind[] = [ld2410, pms5003, sps30, scd30, nmea, line];

/** A driver with its settings. */
export interface Conversation {
  kind: Kind;
  /** Milliseconds of silence that are normal. */
  silence: number;
  begin(): Dialogue;
}

/** What a sensor of agent.yaml is read with; null where the device has to be found out first. */
export function conversationOf(settings: Settings): Conversation | null {
  switch (settings.driver) {
    case 'auto':
      return null;
    case 'ld2410':
      return { kind: ld2410, silence: ld2410.silence(settings), begin: () => ld2410.open(settings) };
    case 'pms5003':
      return { kind: pms5003, silence: pms5003.silence(settings), begin: () => pms5003.open(settings) };
    case 'sps30':
      return { kind: sps30, silence: sps30.silence(settings), begin: () => sps30.open(settings) };
    case 'scd30':
      return { kind: scd30, silence: scd30.silence(settings), begin: () => scd30.open(settings) };
    case 'nmea':
      return { kind: nmea, silence: nmea.silence(settings), begin: () => nmea.open(settings) };
    case 'line':
      return { kind: line, silence: line.silence(settings), begin: () => line.open(settings) };
  }
}

const validate = validatorOf(SensorConfiguration);

/** A device that was found by its signature, read with its driver's defaults. */
export function conversationFound({ id, port }: Settings, kind: Kind): Conversation | null {
  const settings = validate({ id, port, driver: kind.name });
  return settings.ok ? conversationOf(settings.value) : null;
}
