import Type, { type Static, type TObject, type TProperties } from 'typebox';
import { TotemId, validatorOf } from '../../protocol/index.ts';
import { taggedUnion } from '../../protocol/union.ts';

/** Messages between the hub and its artifact process, over the channel that Node opens at fork. */
function messageOf<Kind extends string, Properties extends TProperties>(kind: Kind, properties: Properties) {
  return Type.Object({ kind: Type.Literal(kind), ...properties }, { additionalProperties: false });
}

const count = Type.Integer({ minimum: 0 });

const ServerTls = Type.Object(
  { key: Type.String(), cert: Type.String(), ca: Type.String() },
  { additionalProperties: false },
);

/** Totals since the process started. */
export const ArtifactCounts = Type.Object(
  {
    requests: count,
    bytes: count,
    /** Connections ended in the TLS handshake: no certificate, a foreign or an expired one, no TLS at all. */
    certificatesRefused: count,
    /** Requests with a good certificate of a totem that is not admitted (any more). */
    revokedRefused: count,
  },
  { additionalProperties: false },
);
export type ArtifactCounts = Static<typeof ArtifactCounts>;

const toProcess = [
  messageOf('serve', {
    host: Type.String(),
    port: Type.Integer({ minimum: 0, maximum: 65_535 }),
    folder: Type.String(),
    tls: ServerTls,
    /** Totems that may read. */
    admitted: Type.Array(TotemId),
  }),
  /** The server certificate was renewed. */
  messageOf('renewed', { tls: ServerTls }),
  messageOf('admitted', { totem: TotemId }),
  messageOf('revoked', { totem: TotemId }),
] as const satisfies readonly TObject[];

const fromProcess = [
  messageOf('listening', { port: Type.Integer({ minimum: 1, maximum: 65_535 }) }),
  messageOf('refused', { code: Type.String(), message: Type.String() }),
  messageOf('counts', { counts: ArtifactCounts }),
] as const satisfies readonly TObject[];

const ToProcess = taggedUnion('kind', toProcess);
export type ToProcess = Static<typeof ToProcess>;
const FromProcess = taggedUnion('kind', fromProcess);
export type FromProcess = Static<typeof FromProcess>;

export const readToProcess = validatorOf(ToProcess);
export const readFromProcess = validatorOf(FromProcess);
