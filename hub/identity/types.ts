import type { Static } from 'typebox';
import type {
  EnrolmentAnswer,
  EnrolmentRequest,
  EnrolmentTokenList,
  EnrolmentTokenMade,
  EnrolmentTokenRequest,
  Result,
  SignedIn,
  TotemId,
  User,
  UserOffices,
  UserRequest,
  UserRole,
} from '../../protocol/index.ts';

/** Key and certificate of the hub's TLS listeners, and the authority that client certificates must be of (PEM). */
export interface ServerTls {
  key: string;
  cert: string;
  ca: string;
}

/** Where a totem finds the hub once it is enrolled; see `EnrolmentAnswer`. */
export type TotemUrls = Pick<Static<typeof EnrolmentAnswer>, 'mqtt' | 'gateway' | 'artifacts'>;

/** Who is signed in, as long as the session lasts. */
export interface SessionView {
  name: string;
  role: UserRole;
  /** For which offices they may be at the desk; null for all. */
  offices: UserOffices;
  /** RFC 3339 */
  expires: string;
}

/** Who may do what: the hub's authority, totem certificates, one-time tokens, users and their sessions. */
export interface Identity {
  /** The authority's certificate in PEM, and the SHA-256 of its DER as 64 hexadecimal digits. */
  readonly authorityPem: string;
  readonly authorityFingerprint: string;
  serverTls(): ServerTls;
  /** Called when the server certificate was renewed: listeners pass it to `setSecureContext`. */
  onServerTls(listener: (tls: ServerTls) => void): () => void;

  /** @param gatewayUrl `https://host:port` that goes into the token */
  newToken(
    request: Static<typeof EnrolmentTokenRequest>,
    gatewayUrl: string,
  ): Promise<Result<Static<typeof EnrolmentTokenMade>>>;
  listTokens(): Promise<Static<typeof EnrolmentTokenList>['tokens']>;
  /** `not_found`, or `token_spent` when it was used or revoked before. */
  revokeToken(id: number): Promise<Result<null>>;
  /**
   * Turns a token and a certificate request into a totem. The same token with the same key answers again with
   * the same certificate, so that a lost answer costs nothing; with another key it is `token_spent`.
   */
  enrol(
    request: Static<typeof EnrolmentRequest>,
    urls: TotemUrls,
  ): Promise<Result<Static<typeof EnrolmentAnswer>>>;
  /** The totem gets its answer when every listener is done, so whatever it does next finds it known. */
  onEnrolled(listener: (totem: TotemId) => Promise<void>): () => void;

  /** True for a totem that was revoked, and for one this hub never enrolled. */
  isRevoked(totem: TotemId): boolean;
  /** Every totem that may connect. */
  valid(): TotemId[];
  revoke(totem: TotemId): Promise<Result<null>>;
  onRevoked(listener: (totem: TotemId) => void): () => void;

  /** `unauthenticated` for a wrong name and a wrong password alike. */
  signIn(name: string, password: string): Promise<Result<Static<typeof SignedIn>>>;
  session(token: string): Promise<SessionView | undefined>;
  signOut(token: string): Promise<void>;
  listUsers(): Promise<User[]>;
  /** `conflict` where there is a user of this name, and for an admin with offices. */
  addUser(request: Static<typeof UserRequest>): Promise<Result<User>>;
  /** Signs the user out everywhere; `not_found` where there is none, `conflict` for the last admin. */
  removeUser(name: string): Promise<Result<null>>;
  /** Says for which offices somebody may be at the desk from now on; `conflict` for an admin, who has none. */
  allowOffices(name: string, offices: UserOffices): Promise<Result<User>>;
  /** Signs the user out everywhere. */
  changePassword(name: string, password: string): Promise<Result<null>>;

  stop(): void;
}
