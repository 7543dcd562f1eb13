import Type, { type Static } from 'typebox';

/** How a citizen may have the totem, and what it has to know of its own panel for that. */

export const profileNames = ['large', 'contrast', 'low', 'simple', 'guidance', 'calm'] as const;
export const ProfileName = Type.Enum([...profileNames]);
export type ProfileName = (typeof profileNames)[number];

const millimetres = (maximum: number) => Type.Number({ minimum: 0, maximum });

/** Where the picture is, in millimetres: heights of letters, sizes of targets and reach are worked out from it. */
export const PanelSize = Type.Object(
  {
    /** Of the lit picture, in the way it hangs. */
    width: Type.Number({ minimum: 50, maximum: 5000 }),
    height: Type.Number({ minimum: 50, maximum: 5000 }),
    /** From the floor that the citizen is on to the lower edge of the picture. */
    aboveFloor: Type.Optional(millimetres(3000)),
  },
  { additionalProperties: false },
);
export type PanelSize = Static<typeof PanelSize>;
