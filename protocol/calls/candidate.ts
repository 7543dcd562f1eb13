import { failure, type Result, success } from '../errors.ts';

/** Which addresses a party may ask the other to send to. */
export interface AddressPolicy {
  /** Loopback addresses, where both parties run on one machine. */
  loopback: boolean;
}

const maximumBytes = 1024;

/** A candidate of RFC 8839: foundation, component, transport, priority, address, port, `typ` and its type. */
const grammar =
  /^candidate:[\w+/]{1,32} [12] (?:udp|tcp|UDP|TCP) \d{1,10} ([0-9a-zA-Z.:-]{2,64}) (\d{1,5}) typ (?:host|srflx|prflx|relay)(?: .*)?$/;

/** Names that browsers give instead of a local address (mDNS ICE candidates). */
const localName = /^[0-9a-f-]{36}\.local$/i;

/**
 * Checks one ICE candidate (the text after `a=`, or empty at the end of candidates). An address at which no
 * other machine's party can be is refused: whoever names it wants something else to be knocked at.
 */
export function checkCandidate(candidate: string, policy: AddressPolicy): Result<string> {
  const refused = (message: string) => failure('invalid', message, '/candidate');
  if (candidate === '') return success(candidate);
  if (candidate.length > maximumBytes) return refused(`a candidate has at most ${maximumBytes} characters`);
  const [, address, port] = grammar.exec(candidate) ?? [];
  if (address === undefined) return refused('this is no candidate as RFC 8839 writes it');
  if (Number(port) > 65_535) return refused('a port is at most 65535');
  const kind = kindOf(address);
  if (kind === 'unknown') return refused('a candidate names an IP address or a name under .local');
  if (kind === 'forbidden' || (kind === 'loopback' && !policy.loopback)) {
    return refused('no party of a call can be at this address');
  }
  return success(candidate);
}

type Kind = 'allowed' | 'loopback' | 'forbidden' | 'unknown';

function kindOf(address: string): Kind {
  if (localName.test(address)) return 'allowed';
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(address)) return kindOfV4(address.split('.').map(Number));
  if (address.includes(':') && URL.canParse(`http://[${address}]/`)) {
    return kindOfV6(new URL(`http://[${address}]/`).hostname.slice(1, -1));
  }
  return 'unknown';
}

function kindOfV4(bytes: readonly number[]): Kind {
  const [first = 256, next = 256] = bytes;
  if (bytes.some((byte) => byte > 255)) return 'unknown';
  if (first === 127) return 'loopback';
  // "This" network, link-local with the cloud's metadata, multicast, reserved and broadcast (RFC 6890).
  if (first === 0 || first >= 224 || (first === 169 && next === 254)) return 'forbidden';
  return 'allowed';
}

/** `address` as the URL standard writes it: lower case, shortened, IPv4 in it as two groups. */
function kindOfV6(address: string): Kind {
  if (address === '::1') return 'loopback';
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address);
  if (mapped) {
    const [high, low] = [mapped[1], mapped[2]].map((group) => Number.parseInt(group ?? '0', 16));
    return kindOfV4([(high ?? 0) >> 8, (high ?? 0) & 255, (low ?? 0) >> 8, (low ?? 0) & 255]);
  }
  // Unspecified, the outdated IPv4-compatible form, link-local and multicast.
  if (address.startsWith('::') || /^fe[89ab]/.test(address) || address.startsWith('ff')) return 'forbidden';
  return 'allowed';
}
