import type { Command } from 'commander';
import { type Run, subcommand } from '../../command.ts';
import { addLocalConfig } from './config.ts';
import { addLocalDisplay } from './display.ts';
import { addLocalFaults } from './faults.ts';
import { addLocalInput } from './input.ts';
import { addLocalLogs } from './logs.ts';
import { addLocalNetwork } from './network.ts';
import { addLocalSensors } from './sensors.ts';
import { addLocalStatus } from './status.ts';
import { addLocalTouch } from './touch.ts';

/** The commands for whoever stands at a totem; they need no hub. */
export function addLocal(program: Command, run: Run): void {
  const local = subcommand(program, 'local', 'Speak to the agent of this machine, without a hub.', [
    ['totem local status', 'Shows how this totem is.'],
    ['totem local faults', 'Shows what is wrong and what cures it.'],
  ]);
  addLocalStatus(local, run);
  addLocalFaults(local, run);
  addLocalSensors(local, run);
  addLocalInput(local, run);
  addLocalLogs(local, run);
  const display = subcommand(local, 'display', 'Try out or restart the display.', [
    ['totem local display test', 'Shows test patterns.'],
  ]);
  addLocalDisplay(display, run);
  const touch = subcommand(local, 'touch', 'Look after the touch panel.', [
    ['totem local touch calibrate', 'Calibrates it.'],
  ]);
  addLocalTouch(touch, run);
  const config = subcommand(local, 'config', 'Show and change agent.yaml.', [
    ['totem local config get', 'Shows all settings.'],
  ]);
  addLocalConfig(config, run);
  const network = subcommand(local, 'network', 'Show and change how this totem is connected.', [
    ['totem local network show', 'Shows it.'],
  ]);
  addLocalNetwork(network, run);
}
