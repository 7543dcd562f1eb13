import type {
  Result,
  ServiceCodeAnswer,
  ServiceKey,
  ServiceKeysAnswer,
  ServiceLog,
  TotemId,
} from '../../protocol/index.ts';

/** What opens the service menus of totems, and who asked for it. Nothing here ever goes to a log. */
export interface ServiceCodes {
  /** What the totem itself is given. */
  keyOf(totem: TotemId): Promise<ServiceKey>;
  /** The totem says which generation it holds: one that was long without network may hold an old one. */
  held(totem: TotemId, generation: number): Promise<void>;
  /**
   * The code for the counter on the totem's screen; noted under the user's name before it is told. Made with the
   * generation that is asked for, else with the one that the totem holds. `invalid` for one that never was.
   */
  code(
    totem: TotemId,
    asked: { counter: number; generation?: number },
    user: string,
  ): Promise<Result<ServiceCodeAnswer>>;
  /**
   * The secrets themselves, to compute codes where there is no network; noted for each totem. A totem that has not
   * got its new secret yet is in it twice, with what it holds first.
   */
  keys(totems: readonly { id: TotemId; name: string }[], user: string): Promise<ServiceKeysAnswer>;
  /** Makes all that was given out before worthless. A totem without network keeps the old secret until it is back. */
  rotate(totem: TotemId, user: string): Promise<ServiceKey>;
  /** Newest first. */
  log(totem: TotemId, limit: number): Promise<ServiceLog['entries']>;
  /** Told whose secret was rotated, and the new one. */
  onRotated(listener: (rotated: { totem: TotemId; key: ServiceKey }) => void): () => void;
}
