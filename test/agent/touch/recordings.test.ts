import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import Type from 'typebox';
import { validatorOf } from '../../../protocol/index.ts';
import { eventBytes, type Triple } from '../../harness/evdev.ts';
import { keepsOrder, openPanel } from './panel.ts';

const folder = new URL('recordings/', import.meta.url);

/** What real panels sent: facts from public collections, in the order in which they came. */
const Recording = Type.Object(
  {
    maker: Type.String(),
    name: Type.String(),
    bus: Type.String(),
    vendor: Type.String(),
    product: Type.String(),
    protocol: Type.Enum(['slots', 'anonymous', 'single']),
    /** Smallest and largest value by code. */
    axes: Type.Record(Type.String(), Type.Array(Type.Integer(), { minItems: 2, maxItems: 2 })),
    gesture: Type.String(),
    source: Type.String(),
    /** Milliseconds from the first report, and its events as `type.code=value` (type and code hexadecimal). */
    reports: Type.Array(Type.Unsafe<[number, string]>({ type: 'array', minItems: 2, maxItems: 2 })),
  },
  { additionalProperties: false },
);
const validate = validatorOf(Recording);

/** What a person did, in short: d down, u up, m moves; the contact behind it. */
const gestures: Record<string, string> = {
  'atmel-two-fingers': 'd0 d1 m u1 u0',
  'edt-two-fingers': 'd0 d1 m u0 m u1',
  'egalax-touch': 'd0',
  'elan-drag': 'd0 m u0',
  'ntrig-two-fingers': 'd0 m d1 m u0 m u1',
  'quanta-touch': 'd0 m u0',
  'raspberry-ghosts': 'd0 u0 d0 u0 d0 u0',
  'sitronix-rest': 'd0',
  'wacom-tap': 'd0 u0',
  'wacom-two-finger-tap': 'd0 d1 u0 u1',
};

function load(slug: string) {
  const checked = validate(JSON.parse(readFileSync(new URL(`${slug}.json`, folder), 'utf8')));
  if (!checked.ok) throw new Error(`${slug}: ${checked.error.message}`);
  return checked.value;
}

function reportBytes(text: string): Buffer {
  const events = text.split(' ').map((part): Triple => {
    const [, type = '', code = '', value = ''] = /^([0-9a-f]+)\.([0-9a-f]+)=(-?\d+)$/.exec(part) ?? [];
    return [Number.parseInt(type, 16), Number.parseInt(code, 16), Number(value)];
  });
  return eventBytes([...events, [0, 0, 0]]);
}

/** Moves in a row, whosever they are, are one. */
function shorten(steps: readonly { phase: string; contact: number }[]): string {
  const words = steps.map(({ phase, contact }) => (phase === 'move' ? 'm' : `${phase[0]}${contact}`));
  return words.filter((word, index) => word !== 'm' || words[index - 1] !== 'm').join(' ');
}

for (const file of readdirSync(folder)) {
  const slug = file.replace('.json', '');
  test(`${slug}: the steps are what a person did`, (t) => {
    const { axes, protocol, reports, source } = load(slug);
    t.regex(source, /^[\w.-]+\/[\w.-]+[ :]/);
    const range = (code: number) => {
      const [minimum = 0, maximum = 0] = axes[`${code}`] ?? [];
      return { minimum, maximum };
    };
    // Whether the panel tells how it speaks, or its events have to show it.
    for (const known of [protocol, null]) {
      const panel = openPanel({ protocol: known, x: range(0x35), y: range(0x36) });
      panel.write(...reports.map(([, text]) => reportBytes(text)));
      const down = keepsOrder(t, panel.steps);
      t.is(shorten(panel.steps), gestures[slug] ?? 'a gesture for this file');
      t.is(down.size, /u/.test(gestures[slug] ?? '') ? 0 : 1);
    }
  });
}

test('recordings of many makers are there', (t) => {
  const makers = new Set(Object.keys(gestures).map((slug) => load(slug).maker));
  t.true(makers.size >= 8, [...makers].join(', '));
});
