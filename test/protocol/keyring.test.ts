import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import {
  acceptKeyRing,
  type KeyPair,
  type KeyRing,
  newKeyPair,
  signEnvelope,
  signKeyRing,
} from '../../protocol/index.ts';

const pairs = [newKeyPair('comunicazione'), newKeyPair('front office'), newKeyPair('stampa')] as const;
const [first, second, third] = pairs;

const ringOf = (revision: number, ...keys: KeyPair[]): KeyRing => ({
  format: 'totem-key-ring',
  version: 1,
  revision,
  keys: keys.map(({ publicKey }) => publicKey),
});

test('the first ring vouches for itself', (t) => {
  t.true(acceptKeyRing(signKeyRing(ringOf(1, first), first), undefined).ok);
  const stranger = acceptKeyRing(signKeyRing(ringOf(1, first), second), undefined);
  t.is(stranger.ok ? undefined : stranger.error.code, 'signature_refused');
});

test('a newer ring needs a signature by a key of the current one', (t) => {
  const current = ringOf(1, first);
  t.true(acceptKeyRing(signKeyRing(ringOf(2, first, second), first), current).ok);
  const seized = acceptKeyRing(signKeyRing(ringOf(2, second), second), current);
  t.is(seized.ok ? undefined : seized.error.code, 'signature_refused');
});

test('a key that was taken out cannot come back by its own signature', (t) => {
  const current = ringOf(3, second);
  t.false(acceptKeyRing(signKeyRing(ringOf(4, first, second), first), current).ok);
});

test('an older ring is refused, the same one may be offered again', (t) => {
  const current = ringOf(5, first);
  const older = acceptKeyRing(signKeyRing(ringOf(4, first), first), current);
  t.is(older.ok ? undefined : older.error.code, 'conflict');
  t.true(acceptKeyRing(signKeyRing(ringOf(5, first), first), current).ok);
});

test('over any chain of offers the ring moves only by the hand of a key it held, and never back', (t) => {
  const offer = fc.record({
    revision: fc.integer({ min: 1, max: 6 }),
    signer: fc.nat(2),
    holders: fc.uniqueArray(fc.nat(2), { minLength: 1 }),
  });
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(offer, { minLength: 1, maxLength: 8 }), (offers) => {
        let current = ringOf(1, first);
        for (const { revision, signer, holders } of offers) {
          const by = pairs[signer] ?? third;
          const ring = ringOf(revision, ...holders.map((index) => pairs[index] ?? third));
          const accepted = acceptKeyRing(signKeyRing(ring, by), current);
          const mayMove =
            current.keys.some(({ id }) => id === by.publicKey.id) &&
            (revision > current.revision || isDeepStrictEqual(ring, current));
          if (accepted.ok !== mayMove) return false;
          if (accepted.ok) current = accepted.value;
        }
        return true;
      }),
    ),
  );
});

test('another kind of document, or one that is no ring, is no ring', (t) => {
  const payload = Buffer.from(JSON.stringify(ringOf(1, first)));
  t.false(
    acceptKeyRing(signEnvelope('application/vnd.totem.content-manifest+json', payload, first), undefined).ok,
  );
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const envelope = signEnvelope('application/vnd.totem.key-ring+json', bytes, first);
        return !acceptKeyRing(envelope, ringOf(1, first)).ok;
      }),
    ),
  );
});
