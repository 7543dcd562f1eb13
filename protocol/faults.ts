import Type, { type Static } from 'typebox';
import { Timestamp } from './names.ts';

export type Severity = 'info' | 'warning' | 'error' | 'critical';

/** Every fault a totem can raise: how bad it is and what cures it, in one sentence for a technician. */
export const faultCatalogue = {
  'display.no_first_frame': {
    severity: 'critical',
    cure: 'The display is being rebuilt; if it stays, check the sink in agent.yaml and the cable to the screen.',
  },
  'display.stalled': {
    severity: 'critical',
    cure: 'The display is being rebuilt; if it repeats, look for heat or a failing graphics driver.',
  },
  'display.failed': {
    severity: 'critical',
    cure: 'The pipeline reported an error and is being rebuilt; the message names the element.',
  },
  'display.page_lost': {
    severity: 'error',
    cure: 'The page or its web process stopped answering; the display is being rebuilt.',
  },
  'display.media_failed': {
    severity: 'warning',
    cure: 'A picture or video of the playlist cannot be played; convert it and publish the content again.',
  },
  'content.fetch_failed': {
    severity: 'warning',
    cure: 'The content could not be fetched; it is tried again by itself. Check the network to the hub.',
  },
  'content.refused': {
    severity: 'error',
    cure: 'The content is not signed by a trusted editor or breaks the format; publish it again.',
  },
  'content.damaged': {
    severity: 'error',
    cure: 'A file on disk does not match its hash and is being fetched again; check the disk.',
  },
  'content.rolled_back': {
    severity: 'error',
    cure: 'The page did not show the new content in time; the former release is back. Correct the content and publish it again.',
  },
  'storage.full': {
    severity: 'critical',
    cure: 'The disk is full; remove what does not belong there or enlarge it.',
  },
  'storage.recovered': {
    severity: 'warning',
    cure: 'A state file was damaged and its former generation is in use; check power and disk.',
  },
  'link.message_refused': {
    severity: 'warning',
    cure: 'A message of the hub was refused; hub and agent may be of different versions.',
  },
  'link.configuration_refused': {
    severity: 'error',
    cure: 'The desired configuration is wrong; correct it in the hub.',
  },
  'link.certificate_refused': {
    severity: 'critical',
    cure: 'The hub refuses this totem, or the totem the hub; enrol it again.',
  },
  'touch.device_lost': { severity: 'error', cure: 'The touch device is gone; check its cable.' },
  'touch.stream_damaged': {
    severity: 'warning',
    cure: 'The touch device sends bytes that are no input events; check its layout in agent.yaml.',
  },
  'touch.stuck': {
    severity: 'warning',
    cure: 'A finger seems to rest on the screen for minutes: wipe the glass; if it stays, the panel is failing.',
  },
  'touch.flooded': {
    severity: 'error',
    cure: 'An input device sends more than any hand can; it is read in pauses only. Change the device or its cable.',
  },
  'touch.refused': {
    severity: 'warning',
    cure: 'A device named in agent.yaml cannot be used as it is configured; the message names the setting.',
  },
  'firmware.service_lost': {
    severity: 'error',
    cure: 'RAUC does not answer on the system bus; look at `systemctl status rauc` and its journal.',
  },
  'firmware.fetch_failed': {
    severity: 'warning',
    cure: 'The firmware could not be fetched; it is tried again by itself. Check the network to the hub.',
  },
  'firmware.refused': {
    severity: 'error',
    cure: 'The firmware is not signed for this fleet, is damaged, or is for other hardware; add the right bundle in the hub.',
  },
  'firmware.install_failed': {
    severity: 'error',
    cure: "RAUC could not write the other slot; the message is RAUC's own. Check the disk, then offer the firmware again.",
  },
  'firmware.rolled_back': {
    severity: 'error',
    cure: 'The new firmware did not prove itself and the former one runs again; the message says what was missing.',
  },
  'board.busy': {
    severity: 'warning',
    cure: 'The processor has been busy for minutes; look with `totem top` which program it is, and lighten the content.',
  },
  'board.starved': {
    severity: 'warning',
    cure: 'Programs wait for memory or disk most of the time; restart the totem, and look for a program that grows.',
  },
  'board.memory_low': {
    severity: 'error',
    cure: 'Hardly any memory is left; restart the totem, and look for a program that grows.',
  },
  'board.hot': {
    severity: 'error',
    cure: 'The board is too hot; clean the fan and the filters, and see that the housing is aired.',
  },
  'board.throttled': {
    severity: 'warning',
    cure: 'The processor slows itself down because of heat or weak power; look after the cooling and the power supply.',
  },
  'board.undervoltage': {
    severity: 'error',
    cure: 'The supply voltage is too low; change the power supply or its cable before the disk takes harm.',
  },
  'board.reset': {
    severity: 'warning',
    cure: 'The board was last started by its watchdog or after a kernel panic; keep a support archive and look for a pattern.',
  },
  'storage.low': {
    severity: 'warning',
    cure: 'The disk is nearly full; remove what does not belong there or enlarge it.',
  },
  'storage.worn': {
    severity: 'error',
    cure: 'The storage device is near the end of its life; copy what matters and change it.',
  },
  'storage.refuses': {
    severity: 'critical',
    cure: 'The disk takes no writes (it may be mounted read-only after an error); check it, and change it if it repeats.',
  },
  'network.no_carrier': {
    severity: 'error',
    cure: 'No network interface has a link; check the cable and the port of the switch.',
  },
  'network.slow': {
    severity: 'warning',
    cure: 'Messages take long to the hub and back; check the line and who else uses it.',
  },
  'network.lossy': {
    severity: 'warning',
    cure: 'Many messages to the hub are acknowledged late or never; check the line.',
  },
  'network.errors': {
    severity: 'warning',
    cure: 'The network interface counts errors; change the cable or the port of the switch.',
  },
  'clock.wrong': {
    severity: 'error',
    cure: "The totem's clock is far from the hub's; set up time synchronisation or change the clock's battery.",
  },
  'agent.slow': {
    severity: 'warning',
    cure: 'The agent is held up again and again; look at the load of the board, and report it with a support archive.',
  },
  'agent.restarting': {
    severity: 'error',
    cure: 'The agent has been started again and again within an hour; its journal names the reason.',
  },
  'service.suspended': {
    severity: 'critical',
    cure: 'Restarts did not help and the totem shows its out-of-service page; repair what the message names, then rebuild the display.',
  },
  'sensor.lost': {
    severity: 'warning',
    cure: 'The port of the sensor is not there or does not open; check the cable and `port` in agent.yaml.',
  },
  'sensor.silent': {
    severity: 'warning',
    cure: 'The port is there and the sensor says nothing; check its power, its wiring and `baud` in agent.yaml.',
  },
  'sensor.wrong_device': {
    severity: 'error',
    cure: 'Another device, or one of another speed, is at this port; set what the message names in agent.yaml.',
  },
  'sensor.noise': {
    severity: 'warning',
    cure: 'The line carries more rubbish than frames; check ground, shield and length of the cable.',
  },
  'printer.lost': {
    severity: 'warning',
    cure: 'The printer is not there or does not open; check its cable, its power and `printer` in agent.yaml.',
  },
  'printer.silent': {
    severity: 'warning',
    cure: 'The printer is there and answers nothing; switch it on, check `baud`, or set `status: false` if it never answers.',
  },
  'printer.paper_out': { severity: 'warning', cure: 'The printer has no paper; put a new roll in.' },
  'printer.paper_low': { severity: 'info', cure: 'The roll is nearly at its end; bring a new one.' },
  'printer.cover_open': { severity: 'warning', cure: 'The cover of the printer is open; close it.' },
  'printer.offline': {
    severity: 'warning',
    cure: 'The printer takes nothing; press its feed button, or switch it off and on.',
  },
  'printer.failed': {
    severity: 'error',
    cure: 'The cutter is jammed or the print head is in trouble; open the printer, take the paper out, close it again.',
  },
  'speech.missing': {
    severity: 'error',
    cure: 'The voice, the recogniser or the sound device that agent.yaml asks for is not there; install it, or change `speech` or `audio`.',
  },
  'speech.failed': {
    severity: 'warning',
    cure: 'The voice or the recogniser broke and starts again by itself; if it repeats, check the sound device with `totem doctor --only audio`.',
  },
  'agent.crashed': {
    severity: 'error',
    cure: 'A part of the agent failed and was restarted; its journal names the place.',
  },
} as const satisfies Record<string, { severity: Severity; cure: string }>;

export type FaultCode = keyof typeof faultCatalogue;
const faultCodes = Object.keys(faultCatalogue).filter((code): code is FaultCode => code in faultCatalogue);

/** A condition that holds now, from when it was raised until it is cleared. */
export const Fault = Type.Object(
  {
    code: Type.Enum(faultCodes),
    /** Which of several like parts, such as a device path; empty where there is one. */
    part: Type.String({ maxLength: 120 }),
    message: Type.String({ maxLength: 500 }),
    since: Timestamp,
  },
  { additionalProperties: false },
);
export type Fault = Static<typeof Fault>;
