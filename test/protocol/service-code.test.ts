import test from 'ava';
import fc from 'fast-check';
import { base32Of, isServiceCode, serviceCodeOf } from '../../protocol/service-code.ts';

/** RFC 4226, appendix D: the secret, and the truncated values of counters 0 to 9 in decimal. */
const secret = base32Of(new TextEncoder().encode('12345678901234567890'));
const truncated = [
  1284755224, 1094287082, 137359152, 1726969429, 1640338314, 868254676, 1918287922, 82162583, 673399871,
  645520489,
];

test('the codes are those of RFC 4226, in eight digits', (t) => {
  t.is(secret, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  truncated.forEach((value, counter) => {
    t.is(serviceCodeOf(secret, counter), String(value % 100_000_000).padStart(8, '0'));
  });
});

test('a code fits its own counter and secret only', (t) => {
  const bytes = fc.uint8Array({ minLength: 20, maxLength: 20 });
  const counters = fc.integer({ min: 0, max: 999_999_999 });
  fc.assert(
    fc.property(bytes, bytes, counters, counters, (one, other, counter, another) => {
      fc.pre(counter !== another && Buffer.compare(one, other) !== 0);
      const code = serviceCodeOf(base32Of(one), counter);
      t.true(isServiceCode(base32Of(one), counter, code));
      // Two of a hundred million may be alike: then they must be so for the reason that the codes are.
      t.is(isServiceCode(base32Of(one), another, code), serviceCodeOf(base32Of(one), another) === code);
      t.is(isServiceCode(base32Of(other), counter, code), serviceCodeOf(base32Of(other), counter) === code);
    }),
  );
});

test('what is no code of eight digits never fits', (t) => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), (text) => {
      fc.pre(!/^\d{8}$/.test(text));
      t.false(isServiceCode(secret, 0, text));
    }),
  );
});
