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
  role: 'admin';
  made: Moment;
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
}

/** What totems send often; apart from the registry, so that many rows can be written with one statement. */
export interface TotemReportsTable {
  totem: string;
  last_seen: Moment | null;
  reported: Json | null;
  health: Json | null;
  messages_refused: number;
}

/** Each row makes a release desired for a group; of those that apply to a totem, the highest id counts. */
export interface AssignmentsTable {
  id: Generated<number>;
  group_name: string;
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
  outboxes: OutboxesTable;
  events: EventsTable;
}
