import type { CallNotice } from '../../protocol/calls/index.ts';
import type {
  CommandName,
  CommandResult,
  PublicServices,
  Result,
  ServiceKey,
  TotemId,
} from '../../protocol/index.ts';

/** A command that waits for its result. */
export interface PendingCommand {
  totem: TotemId;
  name: CommandName;
}

/** The hub's side of the MQTT link. */
export interface Broker {
  /** `mqtts://host:port` with the first configured hostname. */
  readonly url: string;
  readonly port: number;
  connected(id: TotemId): boolean;
  /**
   * Sends a command and waits. The result is the totem's own answer (which may say `ok: false`); `offline` when
   * it is not connected, `expired` when it does not answer in time, `invalid` for wrong arguments.
   */
  command(id: TotemId, name: CommandName, args: unknown, timeoutMs: number): Promise<Result<CommandResult>>;
  /** The command with this id, as long as its result is awaited: what the gateway checks an upload against. */
  pendingCommand(commandId: string): PendingCommand | undefined;
  /** Sends the totem its desired state, if it is connected; a totem that is not asks on its next connect. */
  publishDesired(id: TotemId): void;
  /** The same for the secret of its service codes. */
  publishServiceKey(id: TotemId, key: ServiceKey): void;
  /** The same for what citizens before it are offered. */
  publishServices(id: TotemId, services: PublicServices): void;
  /** What the call centre says to a totem. Nothing is kept for one that is not connected. */
  publishCallNotice(id: TotemId, notice: CallNotice): void;
  disconnect(id: TotemId): void;
  stop(): Promise<void>;
}
