import type { FindingTemplate } from './template.ts';

/** What the doctor finds in the machine and in the agent, and what keeps a check from being done. */
export const systemFindings = {
  'check.needs_agent': { weight: 'note', text: 'This needs the agent to run.' },
  'check.needs_person': { weight: 'note', text: 'Not tried by hand: there was nobody at the totem to ask.' },
  'check.citizen_present': {
    weight: 'note',
    text: 'A citizen is using the totem, and this would disturb.',
    cure: 'Run the doctor again when the session has ended, or let it disturb.',
  },
  'check.timed_out': {
    weight: 'failed',
    text: 'It was not done after {seconds} s and was given up.',
    cure: 'Run this check alone; if it hangs again, restart the agent.',
  },
  'check.broke': {
    weight: 'failed',
    text: 'The check itself failed: {reason}',
    cure: 'Run it again; if it stays, send the support bundle.',
  },

  'disk.free': { weight: 'good', text: '{freeMegabytes} of {totalMegabytes} MB are free.' },
  'disk.low': {
    weight: 'warning',
    text: 'Only {freeMegabytes} of {totalMegabytes} MB are free.',
    cure: 'Remove what does not belong on the disk of {folder}.',
  },
  'disk.full': {
    weight: 'failed',
    text: 'The disk is full: {freeMegabytes} of {totalMegabytes} MB are free.',
    cure: 'Remove what does not belong on the disk of {folder}, or enlarge it.',
  },
  'disk.few_files': {
    weight: 'warning',
    text: 'Only {free} more files can be made on the disk.',
    cure: 'Remove files that do not belong on the disk of {folder}.',
  },
  'disk.read_only': {
    weight: 'failed',
    text: 'The disk takes no writes: {mount} is mounted read-only.',
    cure: 'The system made it read-only after an error: back up, check the file system, exchange the disk.',
  },
  'disk.write_failed': {
    weight: 'failed',
    text: 'Writing to {folder} fails: {reason}',
    cure: 'Check who owns the folder and the kernel log for errors of the disk.',
  },
  'disk.speed': {
    weight: 'good',
    text: 'Written and made durable at {writeMegabytes} MB/s, read back whole{reading}.',
  },
  'disk.slow': {
    weight: 'warning',
    text: 'The disk writes only {writeMegabytes} MB/s.',
    cure: 'A flash that gets slow is near its end: plan its exchange.',
  },
  'disk.damaged': {
    weight: 'failed',
    text: 'What was written is not what is read back.',
    cure: 'Exchange the disk; do not trust what is on it.',
  },
  'disk.wear': { weight: 'good', text: '{device} has used up to {percent} % of its life.' },
  'disk.worn': {
    weight: 'warning',
    text: '{device} has used {percent} % of its life.',
    cure: 'Plan the exchange of the disk.',
  },
  'disk.worn_out': {
    weight: 'failed',
    text: '{device} has used up its life ({percent} %).',
    cure: 'Exchange the disk now: it may become read-only at any time.',
  },

  'certificates.not_enrolled': {
    weight: 'failed',
    text: 'This totem has no certificate: it belongs to no hub.',
    cure: 'Make a token with `totem enrol new` and run `totem-agent enrol TOKEN` here.',
  },
  'certificates.damaged': {
    weight: 'failed',
    text: 'The identity cannot be read: {reason}',
    cure: 'Enrol this totem again with a new token; check the disk.',
  },
  'certificates.valid': { weight: 'good', text: '{whose} ({name}) is valid until {expires}, {days} days.' },
  'certificates.expiring': {
    weight: 'warning',
    text: '{whose} ({name}) ends on {expires}, in {days} days.',
    cure: 'Enrol this totem again before that day.',
  },
  'certificates.expired': {
    weight: 'failed',
    text: '{whose} ({name}) ended on {expires}.',
    cure: 'Check the clock of this totem; then enrol it again with a new token.',
  },
  'certificates.not_yet_valid': {
    weight: 'failed',
    text: '{whose} ({name}) begins only on {begins}.',
    cure: 'The clock of this totem is behind: set it.',
  },
  'certificates.wrong_key': {
    weight: 'failed',
    text: 'The key of this totem does not belong to its certificate.',
    cure: 'Enrol this totem again with a new token.',
  },
  'certificates.wrong_name': {
    weight: 'failed',
    text: 'The certificate is for {name}, but this totem is {totem}.',
    cure: 'The identity is of another totem: enrol this one with a token of its own.',
  },
  'certificates.wrong_authority': {
    weight: 'failed',
    text: 'The certificate of this totem was not issued by the authority it trusts.',
    cure: 'Enrol this totem again with a new token.',
  },

  'slot.single': { weight: 'note', text: 'This system has no A/B slots.' },
  'slot.booted': { weight: 'good', text: 'Running from slot {slot}, which is {state}.' },
  'slot.other': { weight: 'good', text: 'The other slot {slot} is {state}.' },
  'slot.other_bad': {
    weight: 'warning',
    text: 'The other slot {slot} is marked bad: there is nothing to fall back on.',
    cure: 'Install a firmware release, which writes that slot anew.',
  },
  'slot.unconfirmed': {
    weight: 'warning',
    text: 'Slot {slot} runs but is not marked good yet.',
    cure: 'Wait until the firmware has proven itself; if it stays, see the firmware faults.',
  },
  'slot.unknown': {
    weight: 'warning',
    text: 'Running from slot {slot}, but RAUC does not tell its state: {reason}',
    cure: 'Look at `rauc status` and at the journal of the rauc service.',
  },

  'agent.running': {
    weight: 'good',
    text: 'Agent {version} on Node {node} runs for {hours} h with {megabytes} MB.',
  },
  'agent.not_running': {
    weight: 'failed',
    text: 'The agent {version} does not run.',
    cure: 'Start it (systemctl start totem-agent) and read what it says (journalctl -u totem-agent).',
  },
  'agent.not_answering': {
    weight: 'failed',
    text: 'The agent holds its folder but does not answer: it hangs.',
    cure: 'Restart it (systemctl restart totem-agent).',
  },
  'agent.configuration_wrong': {
    weight: 'failed',
    text: 'The agent cannot start with this configuration: {reason}',
    cure: 'Correct agent.yaml; the message names the field.',
  },
  'agent.node_too_old': {
    weight: 'failed',
    text: 'Node {node} is too old; {wanted} or newer is needed.',
    cure: 'Run the set-up, which brings a Node of its own.',
  },
  'agent.unclean_stop': {
    weight: 'warning',
    text: 'The agent was not stopped in good order the last time.',
    cure: 'Look for power cuts and crashes in the journal.',
  },
  'agent.restarted': {
    weight: 'warning',
    text: 'The agent was restarted {restarts} times by the system.',
    cure: 'Look in the journal for why it ended.',
  },
  'agent.fault_minor': { weight: 'warning', text: 'Fault {code}{part}: {message}', cure: '{advice}' },
  'agent.fault_major': { weight: 'failed', text: 'Fault {code}{part}: {message}', cure: '{advice}' },
  'agent.no_faults': { weight: 'good', text: 'No fault holds.' },
} as const satisfies Record<string, FindingTemplate>;
