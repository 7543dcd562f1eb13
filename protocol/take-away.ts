import Type, { type Static } from 'typebox';
import { ContentId } from './content/shapes.ts';
import { GroupName, LanguageTag } from './names.ts';
import { internationalPattern } from './phone-number.ts';
import { publicKinds, publicParts } from './public-link.ts';

/** How a citizen takes what is on the screen away: a link to the hub's public pages, as a code or by text message. */

const closed = { additionalProperties: false } as const;

/** Address under which citizens reach the hub's public pages, without a slash at the end. */
export const PublicUrl = Type.String({
  pattern: '^https?://[^\\s/?#@\\\\"<>]+(?:/[^\\s?#\\\\"<>]*[^\\s?#\\\\"<>/])?$',
  maxLength: 200,
  description: 'an address such as https://totem.example.org, without a slash at the end',
});

/** What the hub offers to citizens who stand before a totem; sent after a hello and whenever it changes. */
export const PublicServices = Type.Object(
  {
    /** null where the hub has no public pages: then a card's own link is shown. */
    url: Type.Union([PublicUrl, Type.Null()]),
    /** The totem's group, where its content is not everybody's. */
    group: Type.Union([GroupName, Type.Null()]),
    /** Whether it sends text messages. */
    texts: Type.Boolean(),
  },
  closed,
);
export type PublicServices = Static<typeof PublicServices>;

/** What a totem knows before it has heard of its hub. */
export const noPublicServices: PublicServices = { url: null, group: null, texts: false };

const place = {
  kind: Type.Enum([...publicKinds]),
  id: ContentId,
  part: Type.Optional(Type.Enum([...publicParts])),
  language: LanguageTag,
};

/** E.164. It is handed on and kept nowhere. */
const PhoneNumber = Type.String({ pattern: internationalPattern });

/**
 * `POST /v1/text-messages` on the gateway. The hub writes the text itself, so that no totem can send words of its own.
 */
export const TextMessageRequest = Type.Object(
  {
    ...place,
    number: PhoneNumber,
    /** The citizen has agreed to be sent this one message. */
    consent: Type.Literal(true),
  },
  closed,
);
export type TextMessageRequest = Static<typeof TextMessageRequest>;

/** Why a message was not sent: too many, a number that is not taken, or anything else. */
export const textMessageOutcomes = ['sent', 'limited', 'refused', 'failed'] as const;
export type TextMessageOutcome = (typeof textMessageOutcomes)[number];

export const takeAwayFromPage = [
  /** A citizen wants the link by text message; `request` comes back with what became of it. */
  Type.Object(
    {
      type: Type.Literal('text_message'),
      request: Type.Integer({ minimum: 0 }),
      message: TextMessageRequest,
    },
    closed,
  ),
] as const;

export const takeAwayToPage = [
  /** Told at connect and at every change. */
  Type.Object({ type: Type.Literal('public_services'), services: PublicServices }, closed),
  Type.Object(
    {
      type: Type.Literal('text_message_result'),
      request: Type.Integer({ minimum: 0 }),
      outcome: Type.Enum([...textMessageOutcomes]),
    },
    closed,
  ),
] as const;
