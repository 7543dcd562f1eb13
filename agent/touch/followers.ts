import { failure, type InputKind, type InputSettings, type Result, success } from '../../protocol/index.ts';
import { hasBit, type InputRequests } from '../libc/index.ts';
import { counts } from './codes.ts';
import { type Contacts, createContacts, type StepListener } from './contacts.ts';
import { type Description, stateOf } from './description.ts';
import { createKeys, type KeyStep, keyTable } from './keys.ts';
import { type AxisRange, compose, type Matrix, normalisation, rotation } from './matrix.ts';
import { createReading, type KernelState, type Reading } from './reading.ts';
import { createTracker } from './tracker.ts';

/** Those who follow an open device. */
export interface Followers {
  kinds: InputKind[];
  reading: Reading;
  contacts: Contacts | null;
}

export interface FollowersOptions {
  settings: InputSettings;
  /** Null where the device does not tell, as a FIFO. */
  description: Description | null;
  /** Whom to ask after a loss; null where nobody answers. */
  ask: { requests: InputRequests; fd: number } | null;
  calibration: Matrix;
  onTouch: StepListener;
  onKey(step: KeyStep): void;
  now: () => number;
}

/** Share of an axis that a finger crosses between two reports at most, for panels that do not name fingers. */
const reach = 1 / 4;

/** Sets up what an open device needs by what it says of itself and what agent.yaml says of it. */
export function followersFor(options: FollowersOptions): Result<Followers> {
  const { settings, description } = options;
  const able = description?.kinds ?? (['touch', 'keys'] as const);
  const wanted = settings.kinds ?? able;
  // Whoever asks for keys by name may have a keypad without arrows.
  const kinds = wanted.filter((kind) => able.includes(kind) || (kind === 'keys' && settings.kinds));
  if (kinds.length === 0) return failure('invalid', `it is no device for ${wanted.join(' or ') || 'input'}`);
  const contacts = kinds.includes('touch') ? contactsFor(options) : success(null);
  if (!contacts.ok) return contacts;
  const strike = { within: settings.doubleStrikeMilliseconds, now: options.now };
  const keys = kinds.includes('keys') ? createKeys(keyTable(settings.keys), options.onKey, strike) : null;
  return success({
    kinds,
    contacts: contacts.value,
    reading: createReading({ contacts: contacts.value, keys, ask: asking(options) }),
  });
}

function contactsFor({
  settings,
  description,
  calibration,
  onTouch,
  now,
}: FollowersOptions): Result<Contacts> {
  const x = rangeOf(settings.minimumX, settings.maximumX, description?.x);
  const y = rangeOf(settings.minimumY, settings.maximumY, description?.y);
  if (!x) return failure('invalid', 'the device does not tell its X axis: set maximumX for it in agent.yaml');
  if (!y) return failure('invalid', 'the device does not tell its Y axis: set maximumY for it in agent.yaml');
  return success(
    createContacts({
      tracker: createTracker(description?.protocol ?? null, {
        x: (x.maximum - x.minimum) * reach,
        y: (y.maximum - y.minimum) * reach,
      }),
      panel: compose(rotation(settings.rotation), normalisation(x, y)),
      calibration,
      rejection: {
        edge: settings.edge,
        deadZones: settings.deadZones,
        palmSize: settings.palmSize ?? null,
        palmPressure: settings.palmPressure ?? null,
        jitter: settings.jitter,
        stuckSeconds: settings.stuckSeconds,
      },
      onStep: onTouch,
      now,
    }),
  );
}

/** The ends of an axis: what agent.yaml says wins; null where nobody knows, or they are no ends. */
function rangeOf(
  minimum: number | undefined,
  maximum: number | undefined,
  told: AxisRange | null | undefined,
): AxisRange | null {
  const most = maximum ?? told?.maximum;
  const least = minimum ?? (maximum === undefined ? told?.minimum : 0) ?? 0;
  return most !== undefined && most > least ? { minimum: least, maximum: most } : null;
}

function asking({ ask, description }: FollowersOptions): (() => KernelState) | null {
  if (!ask || !description) return null;
  const { requests, fd } = ask;
  return () => {
    const bits = requests.keysDown(fd);
    const down = new Set<number>();
    for (let code = 0; bits && code < counts.key; code += 1) if (hasBit(bits, code)) down.add(code);
    return { panel: stateOf(requests, fd, description), keysDown: bits && down };
  };
}
