import type { Checks } from './check.ts';
import { agent } from './checks/agent.ts';
import { audio } from './checks/audio.ts';
import { camera } from './checks/camera.ts';
import { certificates } from './checks/certificates.ts';
import { clock } from './checks/clock.ts';
import { disk } from './checks/disk.ts';
import { display } from './checks/display.ts';
import { keypad } from './checks/keypad.ts';
import { network } from './checks/network.ts';
import { sensors } from './checks/sensors.ts';
import { slot } from './checks/slot.ts';
import { touch } from './checks/touch.ts';

/** Every check, by its name. */
export const checks: Checks = {
  display,
  touch,
  keypad,
  sensors,
  audio,
  camera,
  network,
  clock,
  disk,
  certificates,
  slot,
  agent,
};
