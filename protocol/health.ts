import Type, { type Static } from 'typebox';
import { Fault } from './faults.ts';
import { Timestamp } from './names.ts';
import { SensorFigures } from './sensors.ts';
import { InputDeviceFigures } from './touch.ts';

const strict = { additionalProperties: false } as const;
const percent = Type.Number({ minimum: 0, maximum: 100 });
const bytes = Type.Integer({ minimum: 0 });
const counter = Type.Integer({ minimum: 0 });
const celsius = Type.Number({ minimum: -100, maximum: 250 });
const shortName = Type.String({ maxLength: 80 });
/** A time span in milliseconds. */
const milliseconds = Type.Number({ minimum: 0 });

export const DisplayState = Type.Enum(['off', 'starting', 'running', 'rebuilding', 'out_of_service']);
export type DisplayState = Static<typeof DisplayState>;

/** Share of the last minute, in percent, in which some or all tasks waited for a resource (PSI, kernel documentation). */
export const PressureFigures = Type.Object(
  {
    processorSomePercent: percent,
    memorySomePercent: percent,
    memoryFullPercent: percent,
    storageSomePercent: percent,
    storageFullPercent: percent,
  },
  strict,
);
export type PressureFigures = Static<typeof PressureFigures>;

/** How worn a storage device says it is. */
export const WearFigures = Type.Object(
  {
    /** As in /sys/block. */
    device: shortName,
    kind: Type.Enum(['emmc', 'sd', 'nvme', 'disk']),
    /** Part of the expected life that is used up, rounded up to ten; null where the device does not say. */
    usedPercent: Type.Union([Type.Number({ minimum: 0, maximum: 110 }), Type.Null()]),
    /** Of the blocks held in reserve. */
    reserve: Type.Enum(['normal', 'warning', 'urgent', 'unknown']),
  },
  strict,
);
export type WearFigures = Static<typeof WearFigures>;

/** One network interface of the board. Counters are since it came up. */
export const InterfaceFigures = Type.Object(
  {
    name: shortName,
    kind: Type.Enum(['wired', 'wireless', 'mobile']),
    up: Type.Boolean(),
    carrier: Type.Boolean(),
    megabitsPerSecond: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
    /** Signal of a wireless interface in dBm. */
    signalDecibelMilliwatts: Type.Union([Type.Number({ minimum: -256, maximum: 64 }), Type.Null()]),
    bytesReceived: counter,
    bytesSent: counter,
    /** Errors and drops, both ways. */
    errors: counter,
  },
  strict,
);
export type InterfaceFigures = Static<typeof InterfaceFigures>;

/** How the session with the hub carries, as its own acknowledgements tell. */
export const HubLinkFigures = Type.Object(
  {
    online: Type.Boolean(),
    /** Median round trip of the last messages; null while none was acknowledged. */
    latencyMilliseconds: Type.Union([milliseconds, Type.Null()]),
    /** Share of the last messages whose acknowledgement came late or never. */
    lossPercent: Type.Union([percent, Type.Null()]),
  },
  strict,
);
export type HubLinkFigures = Static<typeof HubLinkFigures>;

export const ClockFigures = Type.Object(
  {
    /** The hub's clock minus ours; null until the hub was heard. */
    offsetSeconds: Type.Union([Type.Number(), Type.Null()]),
    /** The service that sets the clock. */
    source: Type.Enum(['chrony', 'timesyncd', 'ntpd', 'none']),
    /** Whether the kernel counts its clock as synchronised; null where it cannot be asked. */
    synchronised: Type.Union([Type.Boolean(), Type.Null()]),
  },
  strict,
);
export type ClockFigures = Static<typeof ClockFigures>;

/**
 * Why the board started last: `cold` power came without a stop in good order before it, `reboot` after one,
 * `watchdog` the hardware watchdog reset it, `panic` its kernel gave up.
 */
export const BootReason = Type.Enum(['cold', 'reboot', 'watchdog', 'panic', 'unknown']);
export type BootReason = Static<typeof BootReason>;

export const ServiceFigures = Type.Object(
  {
    state: Type.Enum(['in_service', 'out_of_service']),
    /** Since when it is out of service. */
    since: Type.Union([Timestamp, Type.Null()]),
    /** What the watchdog finds not alive now, with the reason. */
    failing: Type.Array(Type.Object({ part: shortName, reason: Type.String({ maxLength: 200 }) }, strict), {
      maxItems: 8,
    }),
    /** Starts of the agent, over the totem's life and in the last hour. */
    starts: counter,
    startsLastHour: counter,
  },
  strict,
);
export type ServiceFigures = Static<typeof ServiceFigures>;

/**
 * A totem's figures at one moment; units are in the names. `null` where the board does not say. What an older
 * agent does not send yet has a default, so that a hub may be newer than its totems.
 */
export const Health = Type.Object(
  {
    at: Timestamp,
    uptimeSeconds: Type.Number({ minimum: 0 }),
    cpuPercent: percent,
    /** Mean number of tasks that run or want to, over 1, 5 and 15 minutes, and the processors there are. */
    load: Type.Object(
      {
        one: Type.Number({ minimum: 0 }),
        five: Type.Number({ minimum: 0 }),
        fifteen: Type.Number({ minimum: 0 }),
        processors: counter,
      },
      { ...strict, default: { one: 0, five: 0, fifteen: 0, processors: 0 } },
    ),
    pressure: Type.Union([PressureFigures, Type.Null()], { default: null }),
    memoryUsedBytes: bytes,
    memoryTotalBytes: bytes,
    /** The file system of the data folder. */
    diskUsedBytes: bytes,
    diskTotalBytes: bytes,
    /** The file system that the system runs from, and how worn the devices are. */
    storage: Type.Object(
      {
        rootUsedBytes: bytes,
        rootTotalBytes: bytes,
        /** Whether the data folder takes no writes. */
        dataReadOnly: Type.Boolean(),
        wear: Type.Array(WearFigures, { maxItems: 16 }),
      },
      { ...strict, default: { rootUsedBytes: 0, rootTotalBytes: 0, dataReadOnly: false, wear: [] } },
    ),
    /** The hottest place. */
    temperatureCelsius: Type.Union([celsius, Type.Null()]),
    thermal: Type.Object(
      {
        zones: Type.Array(Type.Object({ name: shortName, celsius }, strict), { maxItems: 16 }),
        /** Whether the processor is held back now. */
        throttled: Type.Union([Type.Boolean(), Type.Null()]),
        /** Whether it was since the board started. */
        throttledSinceBoot: Type.Union([Type.Boolean(), Type.Null()]),
        processorMegahertz: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
      },
      {
        ...strict,
        default: { zones: [], throttled: null, throttledSinceBoot: null, processorMegahertz: null },
      },
    ),
    power: Type.Object(
      {
        undervoltage: Type.Union([Type.Boolean(), Type.Null()]),
        undervoltageSinceBoot: Type.Union([Type.Boolean(), Type.Null()]),
      },
      { ...strict, default: { undervoltage: null, undervoltageSinceBoot: null } },
    ),
    interfaces: Type.Array(InterfaceFigures, { maxItems: 16, default: [] }),
    hub: Type.Union([HubLinkFigures, Type.Null()], { default: null }),
    clock: Type.Union([ClockFigures, Type.Null()], { default: null }),
    agent: Type.Object(
      {
        version: Type.String({ maxLength: 40 }),
        node: Type.String({ maxLength: 40 }),
        residentBytes: bytes,
        uptimeSeconds: Type.Number({ minimum: 0 }),
        /** The longest time that work of the agent had to wait, since the sample before. */
        longestDelayMilliseconds: Type.Number({ minimum: 0, default: 0 }),
      },
      strict,
    ),
    system: Type.Object(
      {
        platform: Type.String({ maxLength: 120 }),
        architecture: Type.String({ maxLength: 20 }),
        /** Maker and model of the board; empty where it does not say. */
        board: Type.String({ maxLength: 120, default: '' }),
        /** Of two slots, the one that runs; `unknown` where the system has no slots. */
        slot: Type.String({ maxLength: 40, default: 'unknown' }),
        bootReason: Type.Enum(['cold', 'reboot', 'watchdog', 'panic', 'unknown'], { default: 'unknown' }),
      },
      strict,
    ),
    service: Type.Object(ServiceFigures.properties, {
      ...strict,
      default: { state: 'in_service', since: null, failing: [], starts: 0, startsLastHour: 0 },
    }),
    display: Type.Object(
      {
        state: DisplayState,
        framesPerSecond: Type.Number({ minimum: 0, maximum: 1000 }),
        framesRendered: counter,
        restarts: counter,
        /** Seconds since the page's last sign of life; null where there was none. */
        pageSilentSeconds: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], { default: null }),
      },
      strict,
    ),
    input: Type.Array(InputDeviceFigures, { maxItems: 64, default: [] }),
    sensors: Type.Array(SensorFigures, { maxItems: 16, default: [] }),
    audio: Type.Array(Type.Object({ card: counter, id: shortName, name: shortName }, strict), {
      maxItems: 16,
      default: [],
    }),
    cameras: Type.Array(Type.Object({ device: shortName, name: shortName }, strict), {
      maxItems: 16,
      default: [],
    }),
    session: Type.Enum(['attract', 'active', 'warning']),
    eventsPending: counter,
    messagesRefused: counter,
    faults: Type.Array(Fault, { maxItems: 100 }),
  },
  strict,
);
export type Health = Static<typeof Health>;
