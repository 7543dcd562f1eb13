import Type, { type Static } from 'typebox';
import { Sha256 } from '../names.ts';
import { taggedUnion } from '../union.ts';
import { CallAppointment } from './appointment.ts';
import { CallForm } from './form.ts';
import { CallId, OfficeId } from './wish.ts';

const closed = { additionalProperties: false } as const;
const fraction = Type.Number({ minimum: 0, maximum: 1 });

/** Kinds of pictures that can be shown in a call. */
export const callPictureKinds = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type CallPictureKind = (typeof callPictureKinds)[number];
export const maximumCallPictureBytes = 4 * 1024 * 1024;
/** All pictures of one call together: some hundred pages. */
export const maximumCallPicturesBytes = 96 * 1024 * 1024;

/** Where a picture is, in the address of a request for it. */
export const CallPictureAddress = Type.Object({ call: CallId, sha256: Sha256 }, closed);

/** A picture that was taken in, for a share to name. */
export const CallPictureStored = Type.Object(
  {
    call: CallId,
    sha256: Sha256,
    media: Type.Enum([...callPictureKinds]),
    size: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type CallPictureStored = Static<typeof CallPictureStored>;

/** What the operator shows beside the face. */
export const CallShare = taggedUnion('kind', [
  Type.Object({ kind: Type.Literal('none') }, closed),
  Type.Object({ kind: Type.Literal('card'), card: OfficeId }, closed),
  Type.Object(
    {
      kind: Type.Literal('document'),
      /** Picture of the page that is shown now, which the desk handed in before. */
      sha256: Sha256,
      media: Type.Enum([...callPictureKinds]),
      title: Type.String({ maxLength: 200 }),
      pages: Type.Integer({ minimum: 1, maximum: 500 }),
      page: Type.Integer({ minimum: 1, maximum: 500 }),
      /** Where the operator points, as fractions of the page; null where they do not. */
      pointer: Type.Union([Type.Object({ x: fraction, y: fraction }, closed), Type.Null()]),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('form'), ...CallForm.properties }, closed),
  Type.Object({ kind: Type.Literal('appointment'), ...CallAppointment.properties }, closed),
]);
export type CallShare = Static<typeof CallShare>;
