import type { Generated } from 'kysely';

/** Moments are RFC 3339 text in UTC; JSON is kept as text, so that SQLite and PostgreSQL answer alike. */
type Moment = string;
type Json = string;

/** Values of which the hub has exactly one, by name. */
export interface SettingsTable {
  name: string;
  value: Json;
}

export interface UsersTable {
  id: Generated<number>;
  name: string;
  /** scrypt, with its parameters and salt; the format is described where it is made. */
  password: string;
  role: 'admin' | 'operator' | 'supervisor';
  made: Moment;
  /** Ids of the offices whose desk they may be at; null for all. */
  offices: Json | null;
}

export interface SessionsTable {
  /** SHA-256 of the bearer token: whoever reads the store cannot sign in with it. */
  token_hash: string;
  user_id: number;
  made: Moment;
  expires: Moment;
}

export interface SitesTable {
  id: Generated<number>;
  name: string;
  address: string;
  town: string;
}

export interface EnrolmentTokensTable {
  id: Generated<number>;
  secret_hash: string;
  name: string | null;
  site_id: number | null;
  groups: Json;
  made: Moment;
  expires: Moment;
  used: Moment | null;
  revoked: Moment | null;
  totem: string | null;
}

export interface CertificatesTable {
  serial: string;
  totem: string;
  /** SHA-256 of the key's SubjectPublicKeyInfo: a repeated enrolment with the same key is the same totem. */
  key_hash: string;
  pem: string;
  issued: Moment;
  expires: Moment;
  revoked: Moment | null;
}

export interface TotemsTable {
  id: string;
  name: string;
  site_id: number | null;
  groups: Json;
  enrolled: Moment;
  certificate_expires: Moment;
  revoked: Moment | null;
  desired_revision: number;
  content_release: string | null;
  content_manifest_sha256: string | null;
  content_manifest_size: number | null;
  key_ring_revision: number;
  configuration: Json;
  /** `DesiredFirmware`; a totem without it goes on with what it has. */
  firmware: Json | null;
}

/** What totems send often; apart from the registry, so that many rows can be written with one statement. */
export interface TotemReportsTable {
  totem: string;
  last_seen: Moment | null;
  reported: Json | null;
  health: Json | null;
  messages_refused: number;
}

/** Each row makes a release desired for a group or a totem; of those that apply to it, the highest id counts. */
export interface AssignmentsTable {
  id: Generated<number>;
  /** Empty where the assignment is of one totem. */
  group_name: string;
  totem: string | null;
  release: string;
  manifest_sha256: string;
  manifest_size: number;
  made: Moment;
}

export interface ContentReleasesTable {
  release: string;
  title: string;
  made: Moment;
  published: Moment;
  languages: Json;
  files: number;
  bytes: number;
  signed_by: string;
  manifest_sha256: string;
  manifest_size: number;
}

/** How far each totem's outbox has been taken, without gaps other than what the totem itself had to drop. */
export interface OutboxesTable {
  totem: string;
  outbox: string;
  acknowledged: number;
  /** Events up to there that never came, because the totem had no room to keep them. */
  dropped: Generated<number>;
}

export interface EventsTable {
  id: Generated<number>;
  totem: string;
  outbox: string;
  sequence: number;
  received: Moment;
  kind: string;
  at: Moment;
  body: Json;
}

/** Bundles that were verified; the bytes are an artifact. */
export interface FirmwareTable {
  sha256: string;
  size: number;
  manifest_hash: string;
  /** `FirmwareManifest` */
  manifest: Json;
  compatible: string;
  version: string;
  signed_by: string;
  signer_expires: Moment;
  added: Moment;
  added_by: string;
}

/** Authorities whose signers may sign firmware. */
export interface FirmwareAuthoritiesTable {
  /** SHA-256 of the certificate's DER. */
  fingerprint: string;
  name: string;
  pem: string;
  expires: Moment;
  added: Moment;
  added_by: string;
}

export interface RolloutsTable {
  id: Generated<number>;
  kind: string;
  artifact: string;
  title: string;
  made: Moment;
  made_by: string;
  target: Json;
  plan: Json;
  /** 1: the target's groups get the release with the first step, not after the last phase. */
  at_once: number;
  /** How many of its totems, from the first, could take the artifact at the start. */
  eligible: number;
  state: string;
  reason: string;
  phase: number;
  since: Moment;
  /** Failures that an admin has seen and gone on from. */
  forgiven: number;
  groups_assigned: Moment | null;
  ended: Moment | null;
}

export interface RolloutTotemsTable {
  rollout: number;
  /** Place in the order in which totems are reached, from 0. */
  position: number;
  totem: string;
  state: string;
  /** How often it was asked since it last began to wait. */
  tries: number;
  /** The number that its desired firmware carries. */
  attempt: number;
  since: Moment;
  reason: string;
}

export interface AuditTable {
  id: Generated<number>;
  at: Moment;
  who: string;
  action: string;
  subject: string;
  detail: string;
}

/** Which generation of its service key each totem should have, and has. One without a row has the first. */
export interface ServiceKeysTable {
  totem: string;
  generation: number;
  /** What the totem itself said last. */
  held: number | null;
}

/** Who asked for a totem's service code or key, or had it replaced. */
export interface ServiceLogTable {
  id: Generated<number>;
  at: Moment;
  totem: string;
  user_name: string;
  action: 'code' | 'key' | 'rotation';
  counter: number | null;
}

/** One row a call. What an operator did not need to know is not in it. */
export interface CallsTable {
  id: string;
  origin: string;
  /** The totem it came from; null for the portal. */
  totem: string | null;
  office: string;
  subject: string | null;
  language: string;
  sign_language: number;
  mode: string;
  asked: Moment;
  answered: Moment | null;
  connected: Moment | null;
  ended: Moment | null;
  outcome: string | null;
  tags: Json;
  /** All that is known of a call that is not over, for a hub that starts again; null once it ended. */
  living: Json | null;
}

/** What the operator with this user name can do. */
export interface OperatorsTable {
  name: string;
  skills: Json;
}

/** Somebody who would like to be rung up. */
export interface CallRequestsTable {
  id: string;
  office: string;
  made: Moment;
  expires: Moment;
  /** Base64 of the sealed `AppointmentRequest`. */
  sealed: string;
}

/** A call that its citizen agreed to have recorded. */
export interface CallRecordingsTable {
  call: string;
  office: string;
  started: Moment;
  expires: Moment;
}

/** A line of text of such a call. */
export interface CallRecordingLinesTable {
  call: string;
  party: string;
  line: number;
  at: Moment;
  /** Base64 of the sealed text. */
  sealed: string;
}

/** A piece of sound of such a call; the sealed bytes are in a file of their own. */
export interface CallRecordingSoundsTable {
  call: string;
  take: string;
  part: number;
  at: Moment;
  /** Milliseconds from the beginning of the take to the end of this part. */
  until: number;
  /** Bytes before they were sealed. */
  size: number;
}

/** How often something happened on a day: what reports are made of. */
export interface UsageCountsTable {
  /** `YYYY-MM-DD` */
  day: string;
  /** 0 where the totem stood at no site. */
  site: number;
  kind: string;
  subject: string;
  detail: string;
  language: string;
  profiles: string;
  count: number;
}

export interface Tables {
  settings: SettingsTable;
  users: UsersTable;
  sessions: SessionsTable;
  sites: SitesTable;
  enrolment_tokens: EnrolmentTokensTable;
  certificates: CertificatesTable;
  totems: TotemsTable;
  totem_reports: TotemReportsTable;
  assignments: AssignmentsTable;
  content_releases: ContentReleasesTable;
  firmware: FirmwareTable;
  firmware_authorities: FirmwareAuthoritiesTable;
  rollouts: RolloutsTable;
  rollout_totems: RolloutTotemsTable;
  audit: AuditTable;
  outboxes: OutboxesTable;
  events: EventsTable;
  service_keys: ServiceKeysTable;
  service_log: ServiceLogTable;
  calls: CallsTable;
  operators: OperatorsTable;
  call_requests: CallRequestsTable;
  call_recordings: CallRecordingsTable;
  call_recording_lines: CallRecordingLinesTable;
  call_recording_sounds: CallRecordingSoundsTable;
  usage_counts: UsageCountsTable;
}
