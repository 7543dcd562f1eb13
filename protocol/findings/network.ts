import type { FindingTemplate } from './template.ts';

/** What the doctor finds on the way to the hub, and about the time. */
export const networkFindings = {
  'network.not_enrolled': {
    weight: 'failed',
    text: 'This totem belongs to no hub.',
    cure: 'Make a token with `totem enrol new` and run `totem-agent enrol TOKEN` here.',
  },
  'network.link_up': { weight: 'good', text: '{interface} is connected{speed}.' },
  'network.link_down': {
    weight: 'failed',
    text: 'No network interface has a connection ({interfaces}).',
    cure: 'Plug in the network cable, look at the lamps of the socket, or check the wireless settings.',
  },
  'network.no_interface': {
    weight: 'failed',
    text: 'There is no network interface.',
    cure: 'Check the network adapter; the board does not see it.',
  },
  'network.loopback': {
    weight: 'note',
    text: 'The hub is on this machine: link, address and gateway do not matter.',
  },
  'network.address': { weight: 'good', text: '{interface} has the address {address}.' },
  'network.no_address': {
    weight: 'failed',
    text: '{interface} is connected but has no address.',
    cure: 'Check the DHCP server of this site, or give the address with `totem local network set`.',
  },
  'network.self_assigned': {
    weight: 'failed',
    text: '{interface} has only {address}, which it gave itself: no DHCP server answered.',
    cure: 'Check the DHCP server of this site, or give the address with `totem local network set`.',
  },
  'network.gateway': { weight: 'good', text: 'The way out is {gateway} through {interface}{answers}.' },
  'network.neighbour': { weight: 'good', text: '{host} is in the own network: no way out is needed.' },
  'network.no_gateway': {
    weight: 'failed',
    text: 'There is no way out: no default route.',
    cure: 'Check the gateway in the network settings or what the DHCP server hands out.',
  },
  'network.name_resolved': { weight: 'good', text: '{host} is {addresses} ({milliseconds} ms).' },
  'network.name_not_needed': { weight: 'good', text: '{host} is an address: no name is looked up.' },
  'network.name_unknown': {
    weight: 'failed',
    text: 'The name {host} does not exist for the name server ({servers}).',
    cure: 'Check the name of the hub in its hub.yaml, and which name servers this site uses.',
  },
  'network.name_server_away': {
    weight: 'failed',
    text: 'The name server ({servers}) does not answer for {host}: {reason}',
    cure: 'Check the name servers in the network settings and that port 53 is open.',
  },
  'network.port_open': { weight: 'good', text: '{host} answers on port {port} ({milliseconds} ms).' },
  'network.port_refused': {
    weight: 'failed',
    text: '{host} is there but nothing listens on port {port}.',
    cure: 'Check that the hub runs, and that it uses this port.',
  },
  'network.port_silent': {
    weight: 'failed',
    text: '{host} does not answer on port {port}: {reason}',
    cure: 'Check that the hub is switched on and that no firewall on the way shuts port {port}.',
  },
  'network.tls_trusted': {
    weight: 'good',
    text: 'The hub proves itself with {protocol}; its certificate lasts until {expires}.',
  },
  'network.tls_expiring': {
    weight: 'warning',
    text: 'The certificate of the hub ends in {days} days.',
    cure: 'Restart the hub, which renews it, or renew it there.',
  },
  'network.tls_untrusted': {
    weight: 'failed',
    text: 'What answers on {host}:{port} is not our hub: {reason}. Its certificate is of {issuer}.',
    cure: 'See that no proxy opens TLS on the way; if the hub was set up anew, enrol this totem again.',
  },
  'network.tls_expired': {
    weight: 'failed',
    text: 'The certificate of the hub is valid from {begins} until {expires}, and the clock here says {now}.',
    cure: 'Check the clock of this totem first, then the certificate of the hub.',
  },
  'network.tls_wrong_name': {
    weight: 'failed',
    text: 'The certificate of the hub is not for {host} but for {names}.',
    cure: 'Add {host} to hostnames in hub.yaml and restart the hub.',
  },
  'network.tls_failed': {
    weight: 'failed',
    text: 'No secure connection to {host}:{port}: {reason}',
    cure: 'See that it is the port of the hub, and that nothing on the way cuts TLS.',
  },
  'network.certificate_refused': {
    weight: 'failed',
    text: 'The hub does not accept the certificate of this totem: {reason}',
    cure: 'See with `totem show` whether it was revoked; enrol it again with a new token.',
  },
  'network.mqtt_online': { weight: 'good', text: 'The session of this totem with the hub is up.' },
  'network.mqtt_offline': {
    weight: 'failed',
    text: 'The way is free, but the session of this totem with the hub is not up.',
    cure: 'Wait a minute for the next try; the log of the agent tells why the last one failed.',
  },
  'network.mqtt_left_alone': {
    weight: 'note',
    text: 'MQTT was not tried: an agent that hangs holds this folder and may have a session.',
  },
  'network.mqtt_accepted': {
    weight: 'good',
    text: 'The hub accepts this totem by MQTT ({milliseconds} ms).',
  },
  'network.mqtt_failed': {
    weight: 'failed',
    text: 'The hub does not accept this totem by MQTT: {reason}',
    cure: 'Check the port, and with `totem show` whether the totem was revoked; enrol it again if it was.',
  },
  'network.http_answers': { weight: 'good', text: '{service} at {host}:{port} answers ({milliseconds} ms).' },
  'network.http_failed': {
    weight: 'failed',
    text: '{service} at {host}:{port} does not answer as it should: {reason}',
    cure: 'Open port {port} in the firewalls on the way, and check the hub.',
  },
  'network.throughput': { weight: 'good', text: '{megabits} Mbit/s from the hub ({kilobytes} kB measured).' },
  'network.throughput_low': {
    weight: 'warning',
    text: 'Only {megabits} Mbit/s from the hub ({kilobytes} kB measured).',
    cure: 'Look for a bad cable, weak wireless or a crowded line; new content will take long.',
  },
  'network.throughput_unknown': { weight: 'note', text: 'The speed could not be measured: {reason}' },

  'clock.agrees': { weight: 'good', text: 'The clock agrees with the hub to {offset} s ({source}).' },
  'clock.off': {
    weight: 'warning',
    text: 'The clock is {offset} s off the clock of the hub ({source}).',
    cure: 'Let the clock be set from the network: check the time server and that UDP port 123 is open.',
  },
  'clock.far_off': {
    weight: 'failed',
    text: 'The clock is {offset} s off the clock of the hub ({source}).',
    cure: 'Set the clock (timedatectl set-time), then check its time server and the battery of the board.',
  },
  'clock.implausible': {
    weight: 'failed',
    text: 'The clock says {now}, which cannot be: {reason}.',
    cure: 'Set the clock (timedatectl set-time), then check its time server and the battery of the board.',
  },
  'clock.unsynchronised': {
    weight: 'warning',
    text: 'The system does not hold its clock to a time server.',
    cure: 'Switch on systemd-timesyncd or chrony, and check that UDP port 123 is open.',
  },
  'clock.synchronised': { weight: 'good', text: 'The system holds its clock to a time server.' },
  'clock.alone': { weight: 'note', text: 'There was no hub to compare the clock with; it says {now}.' },
} as const satisfies Record<string, FindingTemplate>;
