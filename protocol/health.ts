import Type, { type Static, type TSchema } from 'typebox';
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

export const DisplayState = Type.Enum([
  'off',
  'starting',
  'running',
  'asleep',
  'rebuilding',
  'out_of_service',
]);
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
    errorsPerMinute: Type.Number({ minimum: 0 }),
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

/** Mean number of tasks that run or want to, over 1, 5 and 15 minutes, and the processors there are. */
export const LoadFigures = Type.Object(
  {
    one: Type.Number({ minimum: 0 }),
    five: Type.Number({ minimum: 0 }),
    fifteen: Type.Number({ minimum: 0 }),
    processors: counter,
  },
  strict,
);

/** The file system that the system runs from, and how worn the devices are. */
export const StorageFigures = Type.Object(
  {
    rootUsedBytes: bytes,
    rootTotalBytes: bytes,
    /** Whether the data folder takes no writes. */
    dataReadOnly: Type.Boolean(),
    wear: Type.Array(WearFigures, { maxItems: 16 }),
  },
  strict,
);

export const ThermalFigures = Type.Object(
  {
    zones: Type.Array(Type.Object({ name: shortName, celsius }, strict), { maxItems: 16 }),
    /** Whether the processor is held back now. */
    throttled: Type.Union([Type.Boolean(), Type.Null()]),
    /** Whether it was since the board started. */
    throttledSinceBoot: Type.Union([Type.Boolean(), Type.Null()]),
    processorMegahertz: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
  },
  strict,
);

/** Whether the supply voltage is too low. */
export const PowerFigures = Type.Object(
  {
    undervoltage: Type.Union([Type.Boolean(), Type.Null()]),
    undervoltageSinceBoot: Type.Union([Type.Boolean(), Type.Null()]),
  },
  strict,
);

export const AgentFigures = Type.Object(
  {
    version: Type.String({ maxLength: 40 }),
    node: Type.String({ maxLength: 40 }),
    residentBytes: bytes,
    uptimeSeconds: Type.Number({ minimum: 0 }),
    /** The longest time that work of the agent had to wait, since the sample before. */
    longestDelayMilliseconds: milliseconds,
  },
  strict,
);

export const SystemFigures = Type.Object(
  {
    platform: Type.String({ maxLength: 120 }),
    architecture: Type.String({ maxLength: 20 }),
    /** Maker and model of the board; empty where it does not say. */
    board: Type.String({ maxLength: 120 }),
    /** Of two slots, the one that runs; `unknown` where the system has no slots. */
    slot: Type.String({ maxLength: 40 }),
    bootReason: BootReason,
  },
  strict,
);

export const ScreenFigures = Type.Object(
  {
    state: DisplayState,
    framesPerSecond: Type.Number({ minimum: 0, maximum: 1000 }),
    framesRendered: counter,
    restarts: counter,
    /** Seconds since the page's last sign of life; null where there was none. */
    pageSilentSeconds: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
    /** Memory that the engine of the page holds for itself alone; null where there is none. */
    pageBytes: Type.Union([bytes, Type.Null()]),
    /** How often the page was loaded anew to give memory back, since the agent started. */
    pageRenewals: counter,
  },
  strict,
);

/** A totem's figures at one moment; units are in the names. `null` where the board does not say. */
export const Health = Type.Object(
  {
    at: Timestamp,
    uptimeSeconds: Type.Number({ minimum: 0 }),
    cpuPercent: percent,
    load: LoadFigures,
    pressure: Type.Union([PressureFigures, Type.Null()]),
    memoryUsedBytes: bytes,
    memoryTotalBytes: bytes,
    /** The file system of the data folder. */
    diskUsedBytes: bytes,
    diskTotalBytes: bytes,
    storage: StorageFigures,
    /** The hottest place. */
    temperatureCelsius: Type.Union([celsius, Type.Null()]),
    thermal: ThermalFigures,
    power: PowerFigures,
    interfaces: Type.Array(InterfaceFigures, { maxItems: 16 }),
    hub: Type.Union([HubLinkFigures, Type.Null()]),
    clock: Type.Union([ClockFigures, Type.Null()]),
    agent: AgentFigures,
    system: SystemFigures,
    service: ServiceFigures,
    display: ScreenFigures,
    input: Type.Array(InputDeviceFigures, { maxItems: 64 }),
    sensors: Type.Array(SensorFigures, { maxItems: 16 }),
    audio: Type.Array(Type.Object({ card: counter, id: shortName, name: shortName }, strict), {
      maxItems: 16,
    }),
    cameras: Type.Array(Type.Object({ device: shortName, name: shortName }, strict), { maxItems: 16 }),
    session: Type.Enum(['attract', 'active', 'warning', 'thanks']),
    eventsPending: counter,
    messagesRefused: counter,
    faults: Type.Array(Fault, { maxItems: 100 }),
  },
  strict,
);
export type Health = Static<typeof Health>;

/**
 * `Health` as the hub takes it from totems and from its store: what an agent of an older version does not tell
 * is filled in as not known, so that a hub may be newer than its totems.
 */
export const HealthMessage = Type.Object(
  {
    ...Health.properties,
    load: filled(LoadFigures, { one: 0, five: 0, fifteen: 0, processors: 0 }),
    pressure: filled(Health.properties.pressure, null),
    storage: filled(StorageFigures, { rootUsedBytes: 0, rootTotalBytes: 0, dataReadOnly: false, wear: [] }),
    thermal: filled(ThermalFigures, {
      zones: [],
      throttled: null,
      throttledSinceBoot: null,
      processorMegahertz: null,
    }),
    power: filled(PowerFigures, { undervoltage: null, undervoltageSinceBoot: null }),
    interfaces: filled(Health.properties.interfaces, []),
    hub: filled(Health.properties.hub, null),
    clock: filled(Health.properties.clock, null),
    agent: Type.Object(
      {
        ...AgentFigures.properties,
        longestDelayMilliseconds: filled(AgentFigures.properties.longestDelayMilliseconds, 0),
      },
      strict,
    ),
    system: Type.Object(
      {
        ...SystemFigures.properties,
        board: filled(SystemFigures.properties.board, ''),
        slot: filled(SystemFigures.properties.slot, 'unknown'),
        bootReason: filled(BootReason, 'unknown'),
      },
      strict,
    ),
    service: filled(ServiceFigures, {
      state: 'in_service',
      since: null,
      failing: [],
      starts: 0,
      startsLastHour: 0,
    }),
    display: Type.Object(
      {
        ...ScreenFigures.properties,
        pageSilentSeconds: filled(ScreenFigures.properties.pageSilentSeconds, null),
        pageBytes: filled(ScreenFigures.properties.pageBytes, null),
        pageRenewals: filled(ScreenFigures.properties.pageRenewals, 0),
      },
      strict,
    ),
    input: filled(Health.properties.input, []),
    sensors: filled(Health.properties.sensors, []),
    audio: filled(Health.properties.audio, []),
    cameras: filled(Health.properties.cameras, []),
  },
  strict,
);

/** The same schema with what stands for it where it is missing. */
function filled<Schema extends TSchema>(schema: Schema, value: Static<Schema>) {
  return Type.Unsafe<Static<Schema>>({ ...schema, default: value });
}
