import type { Static } from 'typebox';
import type {
  DesiredFirmware,
  DesiredState,
  Envelope,
  Health,
  Hello,
  KeyRing,
  ReleaseId,
  ReportedState,
  Result,
  Site,
  SiteRequest,
  Totem,
  TotemChange,
  TotemId,
} from '../../protocol/index.ts';

/** A release and the artifact that holds its signed manifest. */
export type ContentTarget = NonNullable<DesiredState['content']>;

/** Which release a group's totems should show now: the newest assignment of that group. */
export interface GroupAssignment {
  group: string;
  release: ReleaseId;
}

/** What reaches the registry from the link, already validated. */
export interface FleetIntake {
  /** Gives the desired state when the totem's is not the same revision, else null. */
  hello(id: TotemId, hello: Hello): Promise<DesiredState | null>;
  presence(id: TotemId, online: boolean): void;
  reported(id: TotemId, reported: ReportedState): void;
  health(id: TotemId, health: Health): void;
  /** A message of the totem was refused. */
  refused(id: TotemId): void;
}

/**
 * The registry: which totems there are, what each should be and what each says it is. All of it is in memory;
 * what an admin sets is stored before the call ends, what totems send often is stored in batches.
 */
export interface Fleet extends FleetIntake {
  /** Totems that are not revoked, by id. */
  list(): Totem[];
  get(id: TotemId): Totem | undefined;
  /** `not_found`, or `invalid` with `/site` when there is no such site. */
  change(id: TotemId, change: Static<typeof TotemChange>): Promise<Result<Totem>>;
  /** Ends the totem's certificate and takes it out of the list. */
  revoke(id: TotemId): Promise<Result<null>>;
  sites(): Site[];
  addSite(request: Static<typeof SiteRequest>): Promise<Result<Site>>;
  /** Makes the release desired for every totem in the groups, now and when it joins later. Groups may be `all`. */
  assignContent(groups: readonly string[], target: ContentTarget): Promise<void>;
  assignments(): GroupAssignment[];
  /** Makes the release desired for these totems, until their group or a rollout gets another one. */
  setContent(totems: readonly TotemId[], target: ContentTarget): Promise<void>;
  /** Makes the firmware desired for each totem. */
  setFirmware(firmware: ReadonlyMap<TotemId, DesiredFirmware>): Promise<void>;
  /** Takes a key ring that the current one vouches for, and makes it desired for every totem. */
  setKeyRing(envelope: Envelope): Promise<Result<KeyRing>>;
  keyRing(): { ring: KeyRing; envelope: Envelope } | undefined;
  /** Takes a totem that identity has just enrolled into the registry. */
  adopt(id: TotemId): Promise<void>;
  onTotem(listener: (totem: Totem) => void): () => void;
  onRemoved(listener: (id: TotemId) => void): () => void;
  /** The totem's desired state has a new revision. */
  onDesired(listener: (id: TotemId, desired: DesiredState) => void): () => void;
  /** Stores what is only in memory. */
  stop(): Promise<void>;
}
