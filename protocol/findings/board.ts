import type { FindingTemplate } from './template.ts';

/** What the doctor finds at the parts that people see, touch and hear. */
export const boardFindings = {
  'display.off': { weight: 'note', text: 'The display is switched off in agent.yaml.' },
  'display.running': {
    weight: 'good',
    text: 'The display renders {framesPerSecond} of {wanted} frames/s, restarted {restarts} times.',
  },
  'display.slow': {
    weight: 'warning',
    text: 'The display renders only {framesPerSecond} of {wanted} frames/s.',
    cure: 'Look for heat and for heavy videos in the playlist; lower display.framesPerSecond if it stays.',
  },
  'display.asleep': { weight: 'note', text: 'The display sleeps because nobody is near.' },
  'display.not_running': {
    weight: 'failed',
    text: 'The display does not run: its state is {state}.',
    cure: 'Check the sink in agent.yaml and the cable to the screen; the faults name what failed.',
  },
  'display.restarted': {
    weight: 'warning',
    text: 'The display was rebuilt {restarts} times since the agent started.',
    cure: 'Look for heat, for a loose cable and in the faults for the cause.',
  },
  'display.no_picture': {
    weight: 'failed',
    text: 'No picture of the screen can be taken: {reason}',
    cure: 'Rebuild the display with `totem reload`; if it stays, restart the agent.',
  },
  'display.pattern_rendered': { weight: 'good', text: 'The pattern {pattern} is rendered as it should be.' },
  'display.pattern_wrong': {
    weight: 'failed',
    text: 'The pattern {pattern} is not rendered: {share} % of it is as it should be, first wrong at {place}.',
    cure: 'Restart the agent; if it stays, the graphics driver or its memory is at fault.',
  },
  'display.pattern_seen': { weight: 'good', text: 'The person at the totem sees the pattern {pattern}.' },
  'display.pattern_unseen': {
    weight: 'failed',
    text: 'The pattern {pattern} is rendered, but the person at the totem does not see it.',
    cure: 'Check the power of the screen, its cable and the chosen input; then exchange the screen.',
  },

  'touch.none': { weight: 'note', text: 'No touch device is configured.' },
  'touch.ready': { weight: 'good', text: '{name} ({part}) is ready, {events} events so far.' },
  'touch.lost': {
    weight: 'failed',
    text: '{name} ({part}) is gone.',
    cure: 'Check the cable of the touch device and plug it in again.',
  },
  'touch.refused': {
    weight: 'failed',
    text: '{name} ({part}) is there but may not be used.',
    cure: 'Check the list of allowed devices in agent.yaml and who may read the device.',
  },
  'touch.stuck': {
    weight: 'warning',
    text: '{contacts} contacts are down on {part} though nobody draws.',
    cure: 'Clean the panel and look for something that lies on its edge.',
  },
  'touch.covered': { weight: 'good', text: '{percent} % of the panel answers ({touched} of {cells} cells).' },
  'touch.dead_areas': {
    weight: 'failed',
    text: 'Nothing came from {cells} cells: {areas}.',
    cure: 'Clean the panel and calibrate it; exchange it if the same areas stay dead.',
  },
  'touch.untouched': {
    weight: 'failed',
    text: 'No touch arrived at all.',
    cure: 'Check the cable of the touch device, and that agent.yaml names the right one.',
  },
  'touch.given_up': { weight: 'note', text: 'The drawing was given up after {percent} % of the panel.' },

  'keypad.none': { weight: 'note', text: 'There is no keypad.' },
  'keypad.ready': { weight: 'good', text: '{name} ({part}) is ready.' },
  'keypad.lost': {
    weight: 'failed',
    text: '{name} ({part}) is gone.',
    cure: 'Check the cable of the keypad and plug it in again.',
  },
  'keypad.complete': { weight: 'good', text: 'Every key answers: {keys}.' },
  'keypad.missing_keys': {
    weight: 'warning',
    text: 'These keys did not answer, or this keypad has none of that kind: {keys}.',
    cure: 'Press them again; clean or exchange the keypad if they stay silent.',
  },
  'keypad.silent': {
    weight: 'failed',
    text: 'No key answered at all.',
    cure: 'Check the cable of the keypad, and that agent.yaml names the right device.',
  },

  'sensors.none': { weight: 'note', text: 'No sensor is configured.' },
  'sensors.reading': { weight: 'good', text: '{id} ({driver}): {readings}, {age} s ago.' },
  'sensors.old': {
    weight: 'warning',
    text: '{id} ({driver}) last spoke {age} s ago.',
    cure: 'Check its cable; the port is {port}.',
  },
  'sensors.silent': {
    weight: 'failed',
    text: '{id} ({driver}) on {port} says nothing.',
    cure: 'Check its power, that its two data lines are not exchanged, and the speed in agent.yaml.',
  },
  'sensors.lost': {
    weight: 'failed',
    text: '{id} ({driver}): the port {port} is gone.',
    cure: 'Check the cable or the adapter of the sensor and plug it in again.',
  },
  'sensors.wrong_device': {
    weight: 'failed',
    text: '{id}: what is on {port} does not speak as {driver} does.',
    cure: 'Correct the driver or the port in agent.yaml, or let it be found by probing.',
  },
  'sensors.noisy': {
    weight: 'failed',
    text: '{id} ({driver}) on {port} sends more rubbish than messages.',
    cure: 'Check the speed in agent.yaml, the ground and the cable of the sensor.',
  },
  'sensors.probing': { weight: 'note', text: '{id} is being looked for on {port}.' },
  'sensors.damaged': {
    weight: 'warning',
    text: '{id}: {damaged} of {total} messages arrived damaged.',
    cure: 'Use a shorter or shielded cable, and check its ground.',
  },

  'audio.none': { weight: 'note', text: 'Sound is switched off in agent.yaml.' },
  'audio.no_system': {
    weight: 'note',
    text: 'Sound was not tried: this machine has no sound server and no sound card.',
    cure: 'If it should have one, connect it, and name it in agent.yaml (audio.output); without it, a missing card is no fault.',
  },
  'audio.no_tools': {
    weight: 'note',
    text: 'Sound was not tried, because GStreamer is not here: {reason}',
    cure: 'Install gstreamer1.0-tools and gstreamer1.0-plugins-good.',
  },
  'audio.no_output': {
    weight: 'warning',
    text: 'No tone can be played: {reason}',
    cure: 'Connect a loudspeaker and check audio in agent.yaml, or set audio.output to none.',
  },
  'audio.no_input': {
    weight: 'warning',
    text: 'Nothing can be recorded: {reason}',
    cure: 'Connect a microphone and check audio in agent.yaml, or set audio.input to none.',
  },
  'audio.heard': {
    weight: 'good',
    text: 'The tones of {frequencies} Hz were heard back at {level} dB, {ratio} dB above the noise.',
  },
  'audio.not_heard': {
    weight: 'failed',
    text: 'The tones of {missing} Hz were played but not heard back; the microphone hears {level} dB.',
    cure: 'Check that the loudspeaker is connected and not turned down, and the microphone not covered.',
  },
  'audio.silent_input': {
    weight: 'failed',
    text: 'The microphone gives perfect silence.',
    cure: 'Check that the microphone is connected and not muted.',
  },
  'audio.clipped': {
    weight: 'warning',
    text: '{percent} % of what the microphone hears is cut off.',
    cure: 'Turn the microphone or the loudspeaker down.',
  },
  'audio.played': { weight: 'good', text: 'Tones were played.' },
  'audio.person_heard': { weight: 'good', text: 'The person at the totem heard the tones.' },
  'audio.person_did_not_hear': {
    weight: 'failed',
    text: 'The person at the totem did not hear the tones.',
    cure: 'Check the loudspeaker, its amplifier and the volume.',
  },

  'camera.none': { weight: 'note', text: 'No camera is configured.' },
  'camera.no_device': {
    weight: 'failed',
    text: 'There is no camera at {device}.',
    cure: 'Check the cable of the camera, and camera.device in agent.yaml.',
  },
  'camera.failed': {
    weight: 'failed',
    text: 'The camera gives no picture: {reason}',
    cure: 'Unplug the camera and plug it in again; see that nothing else uses it.',
  },
  'camera.picture': {
    weight: 'good',
    text: 'The camera gives pictures: brightness {brightness} %, sharpness {sharpness}.',
  },
  'camera.dark': {
    weight: 'warning',
    text: 'The picture is dark: brightness {brightness} %.',
    cure: 'Look whether the lens is covered, and for light in the room.',
  },
  'camera.overexposed': {
    weight: 'warning',
    text: 'The picture is too bright: brightness {brightness} %.',
    cure: 'Turn the camera away from the light, or shade it.',
  },
  'camera.blurred': {
    weight: 'warning',
    text: 'The picture has hardly any detail: sharpness {sharpness}.',
    cure: 'Clean the lens and look whether something covers it.',
  },
  'camera.frozen': {
    weight: 'failed',
    text: 'All {frames} pictures of the camera are the same to the last bit.',
    cure: 'Unplug the camera and plug it in again; exchange it if it stays frozen.',
  },
  'camera.seen': { weight: 'good', text: 'The person at the totem says that the picture is right.' },
  'camera.wrong_picture': {
    weight: 'failed',
    text: 'The person at the totem says that the picture is not right.',
    cure: 'Clean and turn the camera, and look for glare.',
  },
} as const satisfies Record<string, FindingTemplate>;
