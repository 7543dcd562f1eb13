import Type, { type Static } from 'typebox';

/** Identity of a totem: the certificate's CN, the MQTT client id and the second level of its topics. */
export const TotemId = Type.String({ pattern: '^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$' });
export type TotemId = Static<typeof TotemId>;

/** An admin's label for a set of totems. Every totem is in the group `all` without being told. */
export const GroupName = Type.String({ pattern: '^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$' });

/** The group that holds every totem. */
export const everyTotem = 'all';

/** Name of an immutable version of content or firmware; sorts by time of making. */
export const ReleaseId = Type.String({ pattern: '^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$' });
export type ReleaseId = Static<typeof ReleaseId>;

/** SHA-256 as 64 lower-case hexadecimal digits: how artifacts are addressed. */
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
export type Sha256 = Static<typeof Sha256>;

/** BCP 47 language tag, primary subtag with an optional script or region. */
export const LanguageTag = Type.String({ pattern: '^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$' });

/** A moment as RFC 3339 text in UTC. */
export const Timestamp = Type.String({ format: 'date-time' });

/** The largest message that either side takes over MQTT, in bytes. Bulk goes over HTTPS. */
export const maximumMessageBytes = 256 * 1024;

/** Version of the messages between agent and hub; a hub refuses a hello with another major version. */
export const protocolVersion = 1;
