import Type, { type Static } from 'typebox';
import { ContentId } from './content/shapes.ts';
import { LanguageTag } from './names.ts';
import { publicKinds } from './public-link.ts';
import { taggedUnion } from './union.ts';

/** Receipts on paper: how the printer is configured, and what page and agent say to each other about it. */

const closed = { additionalProperties: false } as const;

const devicePath = Type.String({ pattern: '^/', maxLength: 240 });

const every = {
  /** Width of the paper in millimetres: 32 or 48 letters a line. */
  paper: Type.Enum([58, 80], { default: 80 }),
  /** Whether it answers questions about itself (DLE EOT). Some are wired to listen only. */
  status: Type.Boolean({ default: true }),
  /** Whether it has a cutter. */
  cut: Type.Boolean({ default: true }),
  /** Number by which the printer knows code page 858 (ESC t); 19 with most. */
  codePage: Type.Integer({ minimum: 0, maximum: 255, default: 19 }),
  /** Receipts that one citizen can have. */
  perSession: Type.Integer({ minimum: 1, maximum: 50, default: 3 }),
  /** Seconds that a receipt may take. */
  timeoutSeconds: Type.Number({ minimum: 1, maximum: 60, default: 15 }),
};

/** `printer` in `agent.yaml`: a receipt printer that speaks ESC/POS. */
export const PrinterConfiguration = taggedUnion('connection', [
  Type.Object(
    {
      connection: Type.Literal('serial'),
      /** Device node, or better a link that stays, as in /dev/serial/by-id. */
      device: devicePath,
      baud: Type.Integer({ minimum: 1200, maximum: 921_600, default: 19_200 }),
      /** How it says that it cannot take more: by the RTS/CTS wires, by XON and XOFF, or not at all. */
      flow: Type.Enum(['hardware', 'software', 'none'], { default: 'hardware' }),
      ...every,
    },
    closed,
  ),
  Type.Object(
    {
      connection: Type.Literal('usb'),
      /** Device node of the kernel's printer class, or a link to it. */
      device: devicePath,
      ...every,
    },
    closed,
  ),
]);
export type PrinterConfiguration = Static<typeof PrinterConfiguration>;

/**
 * How the printer is. `lost` it is not plugged in, `silent` it answers nothing, `failed` its cutter or its head need
 * somebody. `probing` only until it has been heard of for the first time.
 */
export const printerStates = [
  'probing',
  'ready',
  'paper_out',
  'cover_open',
  'offline',
  'failed',
  'silent',
  'lost',
] as const;
export type PrinterState = (typeof printerStates)[number];

/** Why a receipt did not come: one is printing, the session has had its share, or how the printer is. */
export const printOutcomes = [
  'printed',
  'busy',
  'limited',
  'unknown',
  'paper_out',
  'cover_open',
  'failed',
] as const;
export type PrintOutcome = (typeof printOutcomes)[number];

export const printFromPage = [
  /**
   * A citizen wants this on paper. The agent composes it from the published content, so that nobody can print words of
   * their own; `request` comes back with what became of it.
   */
  Type.Object(
    {
      type: Type.Literal('print'),
      request: Type.Integer({ minimum: 0 }),
      place: Type.Object({ kind: Type.Enum([...publicKinds]), id: ContentId, language: LanguageTag }, closed),
    },
    closed,
  ),
] as const;

export const printToPage = [
  /** Told at connect and at every change, on totems that have a printer. */
  Type.Object(
    {
      type: Type.Literal('printer'),
      state: Type.Enum([...printerStates]),
      /** Languages that it has letters for; others are printed in the content's own language. */
      languages: Type.Array(LanguageTag, { maxItems: 40 }),
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal('print_result'),
      request: Type.Integer({ minimum: 0 }),
      outcome: Type.Enum([...printOutcomes]),
    },
    closed,
  ),
] as const;
