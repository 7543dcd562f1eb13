import type { Logger } from 'pino';
import type { ReportedFirmware, Result, TotemEvent } from '../../protocol/index.ts';
import type { ArtifactSource } from '../artifacts/index.ts';
import type { Faults } from '../health/index.ts';
import type { FirmwareActual, FirmwareExecutors } from '../reconcile/index.ts';
import type { State } from '../state/index.ts';
import type { Board, Limits } from './conditions.ts';
import type { Evidence, ProvingClock } from './proving.ts';

/** The firmware of this totem. */
export interface Firmware {
  reported(): ReportedFirmware;
  /** Looks at RAUC, the slots and what has to be waited for. */
  observe(signal: AbortSignal): Promise<FirmwareActual>;
  executors: FirmwareExecutors;
  stop(): void;
}

export interface Clock extends ProvingClock {
  now(): number;
}

/** Where RAUC can stream bundles from, with the totem's certificate. */
export interface StreamSource {
  /** `https://host:port` of the artifact process. */
  base: string;
  tls: { key: string; cert: string; ca: string };
}

/** What the kernel tells in files. Tests give others. */
export interface KernelFiles {
  commandLine: string;
  devices: string;
  blockFolder: string;
  osRelease: string;
}

export const kernelFiles: KernelFiles = {
  commandLine: '/proc/cmdline',
  devices: '/proc/devices',
  blockFolder: '/sys/block',
  osRelease: '/etc/os-release',
};

export interface FirmwareOptions {
  /** Holds the bundles. */
  folder: string;
  /** D-Bus address; empty for the system bus. */
  bus: string;
  /** Milliseconds that RAUC has for the answer to a call. */
  callPatience: number;
  /** Milliseconds between two looks at an installation. */
  interval: number;
  /** Milliseconds without any progress after which an installation is taken for hung. */
  standstill: number;
  state: State;
  source: ArtifactSource;
  /** `null` where bundles are always downloaded first. */
  stream: StreamSource | null;
  reserveBytes: number;
  limits: Limits;
  /** Seconds after the boot within which a new firmware has to have everything as it was. */
  proveSeconds: number;
  citizenPresent(): boolean;
  board(): Promise<Board>;
  evidence(): Evidence;
  faults: Pick<Faults, 'raise' | 'clear'>;
  record(event: TotemEvent): void;
  onChange(): void;
  readBootId(): Promise<string>;
  /** Restarts the board; absent, logind does, or this command. */
  reboot?(): Promise<Result<null>>;
  rebootCommand: readonly string[];
  /** Milliseconds that the board has to go down, before the restart is asked for again. */
  rebootPatience: number;
  kernel: KernelFiles;
  clock: Clock;
  log: Logger;
}
