import Type, { type Static, type TSchema } from 'typebox';
import { Timestamp } from './names.ts';

const fraction = Type.Number({ minimum: 0, maximum: 1 });

/** One map from each command to its arguments and its result; everything else derives from it. */
export const commandCatalogue = {
  /** Takes one frame from the pipeline and uploads it as JPEG to the gateway under the command's id. */
  screenshot: {
    arguments: Type.Object({}, { additionalProperties: false }),
    result: Type.Object({ bytes: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
  },
  /** Uploads frames to the gateway for this long; sent again before it ends for as long as someone looks. */
  live: {
    arguments: Type.Object(
      {
        seconds: Type.Integer({ minimum: 0, maximum: 60 }),
        framesPerSecond: Type.Integer({ minimum: 1, maximum: 5 }),
      },
      { additionalProperties: false },
    ),
    result: Type.Object({}, { additionalProperties: false }),
  },
  /** A tap at a place given as a fraction of the screen's width and height. */
  tap: {
    arguments: Type.Object({ x: fraction, y: fraction }, { additionalProperties: false }),
    result: Type.Object({}, { additionalProperties: false }),
  },
  /** Rebuilds the display's pipeline and page. */
  reload: {
    arguments: Type.Object({}, { additionalProperties: false }),
    result: Type.Object({}, { additionalProperties: false }),
  },
} as const satisfies Record<string, { arguments: TSchema; result: TSchema }>;

export type CommandName = keyof typeof commandCatalogue;
export type CommandArguments<Name extends CommandName> = Static<(typeof commandCatalogue)[Name]['arguments']>;
export type CommandResultValue<Name extends CommandName> = Static<(typeof commandCatalogue)[Name]['result']>;

export const commandNames = Object.keys(commandCatalogue).filter(
  (name): name is CommandName => name in commandCatalogue,
);

/** An order that is carried out now or never: a totem that receives it after `expires` answers `expired`. */
export const Command = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    name: Type.Enum(commandNames),
    arguments: Type.Unknown(),
    expires: Timestamp,
  },
  { additionalProperties: false },
);
export type Command = Static<typeof Command>;

export const ProblemSchema = Type.Object(
  {
    code: Type.String({ maxLength: 40 }),
    message: Type.String({ maxLength: 500 }),
    field: Type.Optional(Type.String({ maxLength: 240 })),
  },
  { additionalProperties: false },
);

export const CommandResult = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    ok: Type.Boolean(),
    value: Type.Optional(Type.Unknown()),
    error: Type.Optional(ProblemSchema),
  },
  { additionalProperties: false },
);
export type CommandResult = Static<typeof CommandResult>;
