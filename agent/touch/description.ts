import type { InputKind } from '../../protocol/index.ts';
import { hasBit, type InputRequests } from '../libc/index.ts';
import { abs, buttonTouch, ev, propertyPointer } from './codes.ts';
import type { PanelState } from './fingers.ts';
import { keyCodes } from './keys.ts';
import type { AxisRange } from './matrix.ts';
import type { TouchProtocol } from './tracker.ts';

/** What a device says of itself. */
export interface Description {
  name: string;
  /** Four hexadecimal digits; null where it tells none. */
  vendor: string | null;
  product: string | null;
  kinds: InputKind[];
  /** Null where it is no panel. */
  protocol: TouchProtocol | null;
  x: AxisRange | null;
  y: AxisRange | null;
  /** Number of slots of protocol B. */
  slots: number;
}

/** Codes that a device has, by event type, and its properties: bit fields, least significant bit first. */
export interface Capabilities {
  keys: Uint8Array | null;
  axes: Uint8Array | null;
  properties: Uint8Array | null;
}

/**
 * What a device is good for: a panel has places for fingers (and is no touchpad), a keypad has the two arrows
 * without which nothing can be reached.
 */
export function kindsOf({ keys, axes, properties }: Capabilities): InputKind[] {
  const kinds: InputKind[] = [];
  if (!hasBit(properties, propertyPointer) && protocolOf({ keys, axes }) !== null) kinds.push('touch');
  if (hasBit(keys, keyCodes.KEY_UP ?? 0) && hasBit(keys, keyCodes.KEY_DOWN ?? 0)) kinds.push('keys');
  return kinds;
}

function protocolOf({ keys, axes }: Omit<Capabilities, 'properties'>): TouchProtocol | null {
  if (hasBit(axes, abs.positionX)) return hasBit(axes, abs.slot) ? 'slots' : 'anonymous';
  return hasBit(keys, buttonTouch) && hasBit(axes, abs.x) ? 'single' : null;
}

/** Asks an open file what it is; null where it answers no question about input, as a FIFO or a terminal. */
export function describe(requests: InputRequests, fd: number): Description | null {
  const id = requests.id(fd);
  const capabilities = {
    keys: requests.codes(fd, ev.key),
    axes: requests.codes(fd, ev.abs),
    properties: requests.properties(fd),
  };
  if (id === null && capabilities.keys === null && capabilities.axes === null) return null;
  const protocol = protocolOf(capabilities);
  const range = (code: number): AxisRange | null => {
    const axis = requests.axis(fd, code);
    return axis && axis.maximum > axis.minimum ? { minimum: axis.minimum, maximum: axis.maximum } : null;
  };
  const multi = protocol === 'slots' || protocol === 'anonymous';
  const slot = protocol === 'slots' ? requests.axis(fd, abs.slot) : null;
  return {
    name: (requests.name(fd) ?? '').slice(0, 120),
    vendor: id && id.vendor > 0 ? hex(id.vendor) : null,
    product: id && id.vendor > 0 ? hex(id.product) : null,
    kinds: kindsOf(capabilities),
    protocol,
    x: protocol && range(multi ? abs.positionX : abs.x),
    y: protocol && range(multi ? abs.positionY : abs.y),
    slots: slot ? slot.maximum + 1 : 0,
  };
}

/** What the kernel knows of the fingers at this moment; null where it does not say. */
export function stateOf(
  requests: InputRequests,
  fd: number,
  { protocol, slots }: Description,
): PanelState | null {
  const empty: PanelState = { slot: 0, slots: [], touching: false, x: 0, y: 0 };
  if (protocol === 'single') {
    const keys = requests.keysDown(fd);
    const x = requests.axis(fd, abs.x);
    const y = requests.axis(fd, abs.y);
    return keys && x && y ? { ...empty, touching: hasBit(keys, buttonTouch), x: x.value, y: y.value } : null;
  }
  if (protocol !== 'slots') return null;
  const slot = requests.axis(fd, abs.slot);
  const ids = requests.slots(fd, abs.trackingId, slots);
  if (!slot || !ids) return null;
  const axes = followed.flatMap((code) => {
    const values = requests.slots(fd, code, slots);
    return values ? [{ code, values }] : [];
  });
  return {
    ...empty,
    slot: slot.value,
    slots: ids.map((id, number) => ({
      id,
      axes: new Map(axes.map(({ code, values }) => [code, values[number] ?? 0])),
    })),
  };
}

/** The multi-touch axes that say something about a finger here. */
const followed = [abs.positionX, abs.positionY, abs.touchMajor, abs.toolType, abs.mtPressure, abs.distance];

/** A 16-bit id as sysfs writes it. */
export function hex(id: number): string {
  return id.toString(16).padStart(4, '0');
}
