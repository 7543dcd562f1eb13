import Type, { type Static } from 'typebox';
import { Sha256, Timestamp } from './names.ts';

/** Name of a firmware's version as its manifest gives it; ordered by `compareVersions`. */
export const FirmwareVersionName = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9.+~_-]{0,63}$' });

/** What kind of board a firmware is for: RAUC's `compatible`. */
export const CompatibleName = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9 .,+_-]{0,79}$' });

const fileName = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9.+~_-]{0,119}$' });
const word = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$' });

/** One image of a bundle and the class of slots it is written to. */
export const FirmwareImage = Type.Object(
  {
    slot: word,
    variant: Type.Union([Type.String({ maxLength: 80 }), Type.Null()]),
    filename: Type.Union([fileName, Type.Null()]),
    sha256: Type.Union([Sha256, Type.Null()]),
    size: Type.Integer({ minimum: 0 }),
    hooks: Type.Array(word, { maxItems: 8 }),
    /** Methods by which a totem can fetch only what changed, such as `block-hash-index`. */
    adaptive: Type.Array(word, { maxItems: 8 }),
  },
  { additionalProperties: false },
);
export type FirmwareImage = Static<typeof FirmwareImage>;

/** The manifest of a RAUC bundle in verity format, as far as the hub reads it. */
export const FirmwareManifest = Type.Object(
  {
    compatible: CompatibleName,
    version: FirmwareVersionName,
    build: Type.String({ maxLength: 80 }),
    description: Type.String({ maxLength: 500 }),
    format: Type.Literal('verity'),
    verity: Type.Object(
      {
        hash: Sha256,
        salt: Sha256,
        /** Bytes of the hash tree behind the squashfs: whole blocks of 4096. */
        size: Type.Integer({ minimum: 4096, maximum: 2 ** 40, multipleOf: 4096 }),
      },
      { additionalProperties: false },
    ),
    images: Type.Array(FirmwareImage, { minItems: 1, maxItems: 32 }),
    hooks: Type.Array(word, { maxItems: 8 }),
  },
  { additionalProperties: false },
);
export type FirmwareManifest = Static<typeof FirmwareManifest>;

/** A bundle at the hub: verified, stored under its SHA-256, ready to be rolled out. */
export const Firmware = Type.Object(
  {
    sha256: Sha256,
    size: Type.Integer({ minimum: 1 }),
    /** SHA-256 of the manifest's bytes: RAUC's `require-manifest-hash`. */
    manifestHash: Sha256,
    compatible: CompatibleName,
    version: FirmwareVersionName,
    build: Type.String(),
    description: Type.String(),
    images: Type.Array(FirmwareImage),
    hooks: Type.Array(Type.String()),
    signedBy: Type.String(),
    signerExpires: Timestamp,
    added: Timestamp,
    addedBy: Type.String(),
    /** Totems that should run it, and those that say they do. */
    desiredBy: Type.Integer({ minimum: 0 }),
    runningOn: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type Firmware = Static<typeof Firmware>;

export const FirmwareList = Type.Object({ firmware: Type.Array(Firmware) }, { additionalProperties: false });
/** Takes an artifact that was uploaded before as firmware. */
export const FirmwareRequest = Type.Object({ sha256: Sha256 }, { additionalProperties: false });

/** An authority whose signers may sign firmware. */
export const FirmwareAuthority = Type.Object(
  {
    /** SHA-256 of the certificate's DER. */
    fingerprint: Sha256,
    name: Type.String(),
    expires: Timestamp,
    added: Timestamp,
    addedBy: Type.String(),
  },
  { additionalProperties: false },
);
export type FirmwareAuthority = Static<typeof FirmwareAuthority>;
export const FirmwareAuthorityList = Type.Object(
  { authorities: Type.Array(FirmwareAuthority) },
  { additionalProperties: false },
);
/** One certificate in PEM or several, one after the other. */
export const FirmwareAuthorityRequest = Type.Object(
  { pem: Type.String({ minLength: 1, maxLength: 64 * 1024 }) },
  { additionalProperties: false },
);
