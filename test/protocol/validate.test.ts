import test from 'ava';
import fc from 'fast-check';
import Type from 'typebox';
import { AgentMessage, jsonValidatorOf, PageMessage, validatorOf } from '../../protocol/index.ts';

const Shape = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    level: Type.Enum(['low', 'high']),
    parts: Type.Optional(Type.Array(Type.Object({ id: Type.Integer() }, { additionalProperties: false }))),
    count: Type.Integer({ default: 3 }),
  },
  { additionalProperties: false },
);
const check = validatorOf(Shape);
const fieldOf = (value: unknown) => {
  const checked = check(value);
  return checked.ok ? undefined : checked.error.field;
};

test('the wrong field is named by a JSON pointer', (t) => {
  t.is(fieldOf({ name: '', level: 'low' }), '/name');
  t.is(fieldOf({ level: 'low' }), '/name');
  t.is(fieldOf({ name: 'a', level: 'middle' }), '/level');
  t.is(fieldOf({ name: 'a', level: 'low', more: 1 }), '/more');
  t.is(fieldOf({ name: 'a', level: 'low', parts: [{ id: 1 }, { id: 'x' }] }), '/parts/1/id');
  t.is(fieldOf(null), '/');
  t.is(fieldOf([]), '/');
});

test('the message says what would be right', (t) => {
  const checked = check({ name: 'a', level: 'middle' });
  t.regex(checked.ok ? '' : checked.error.message, /low, high/);
});

test('defaults are filled in', (t) => {
  const checked = check({ name: 'a', level: 'low' });
  t.is(checked.ok ? checked.value.count : undefined, 3);
});

test('JSON that is too large, broken or of another shape is an error with its code', (t) => {
  const parse = jsonValidatorOf(Shape, 64);
  const codeOf = (bytes: string | Uint8Array) => {
    const parsed = parse(bytes);
    return parsed.ok ? undefined : parsed.error.code;
  };
  t.is(codeOf(' '.repeat(65)), 'too_large');
  t.is(codeOf('{'), 'invalid');
  t.is(codeOf(Buffer.from([0xff, 0xfe])), 'invalid');
  t.is(codeOf('{"name":"a","level":"low"}'), undefined);
  t.is(codeOf(Buffer.from('{"name":"a","level":"low"}')), undefined);
});

test('a key called __proto__ is an unknown key and changes nothing', (t) => {
  const parsed = jsonValidatorOf(Shape, 200)('{"name":"a","level":"low","__proto__":{"polluted":true}}');
  t.false(parsed.ok);
  t.false('polluted' in {});
});

test('a message of a union is judged by the branch that its type names', (t) => {
  const page = validatorOf(PageMessage);
  t.true(page({ type: 'heartbeat', frames: 3 }).ok);
  const wrong = page({ type: 'heartbeat', frames: -1 });
  t.is(wrong.ok ? undefined : wrong.error.field, '/frames');
  t.false(page({ type: 'nothing' }).ok);
  t.false(page({ frames: 3 }).ok);
});

test('arbitrary values and arbitrary bytes never throw', (t) => {
  const validators = [validatorOf(PageMessage), validatorOf(AgentMessage), check];
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.anything(), fc.nat(2), (value, index) => {
        const checked = validators[index]?.(value);
        return checked?.ok === true || typeof (checked?.error.message ?? 0) === 'string';
      }),
    ),
  );
  const parse = jsonValidatorOf(PageMessage, 1000);
  t.notThrows(() => fc.assert(fc.property(fc.uint8Array(), (bytes) => typeof parse(bytes).ok === 'boolean')));
});
