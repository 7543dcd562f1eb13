import test from 'ava';
import fc from 'fast-check';
import { newKeyPair, openEnvelope, type PublicKey, signEnvelope } from '../../protocol/index.ts';

const type = 'application/vnd.totem.test';
const pair = newKeyPair('comunicazione');
const other = newKeyPair('front office');

test('what was signed opens again, byte for byte', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.uint8Array(), (payload) => {
        const opened = openEnvelope(type, signEnvelope(type, payload, pair), [
          other.publicKey,
          pair.publicKey,
        ]);
        return opened.ok && opened.value.equals(payload);
      }),
    ),
  );
});

test('a payload with one bit changed is refused', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.nat(7), (payload, at, bit) => {
        const envelope = signEnvelope(type, payload, pair);
        const changed = Buffer.from(payload);
        const index = at % changed.length;
        changed[index] = (changed[index] ?? 0) ^ (1 << bit);
        const opened = openEnvelope(type, { ...envelope, payload: changed.toString('base64') }, [
          pair.publicKey,
        ]);
        return !opened.ok && opened.error.code === 'signature_refused';
      }),
    ),
  );
});

test('a signature with one bit changed is refused', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.nat(63), fc.nat(7), (at, bit) => {
        const envelope = signEnvelope(type, Buffer.from('payload'), pair);
        const bytes = Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64');
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const signatures = [{ keyid: pair.publicKey.id, sig: bytes.toString('base64') }];
        return !openEnvelope(type, { ...envelope, signatures }, [pair.publicKey]).ok;
      }),
    ),
  );
});

test('a signature over one kind of document does not pass for another', (t) => {
  const envelope = signEnvelope('application/vnd.totem.other', Buffer.from('{}'), pair);
  t.false(openEnvelope(type, envelope, [pair.publicKey]).ok);
  t.false(openEnvelope(type, { ...envelope, payloadType: type }, [pair.publicKey]).ok);
});

test('a key that is not trusted is refused, also under the name of one that is', (t) => {
  const envelope = signEnvelope(type, Buffer.from('x'), other);
  t.false(openEnvelope(type, envelope, [pair.publicKey]).ok);
  t.false(openEnvelope(type, envelope, []).ok);
  const signatures = envelope.signatures.map(({ sig }) => ({ keyid: pair.publicKey.id, sig }));
  t.false(openEnvelope(type, { ...envelope, signatures }, [pair.publicKey]).ok);
  const imposter: PublicKey = { ...other.publicKey, id: pair.publicKey.id };
  t.false(openEnvelope(type, { ...envelope, signatures }, [imposter]).ok);
});

test('one good signature among wrong ones suffices', (t) => {
  const envelope = signEnvelope(type, Buffer.from('x'), pair);
  const signatures = [{ keyid: other.publicKey.id, sig: 'AAAA' }, ...envelope.signatures];
  t.true(openEnvelope(type, { ...envelope, signatures }, [pair.publicKey, other.publicKey]).ok);
});

test('keys and signatures of nonsense are refused without an exception', (t) => {
  const envelope = signEnvelope(type, Buffer.from('x'), pair);
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (payload, sig, key) => {
        const signatures = [{ keyid: pair.publicKey.id, sig }];
        const wrong = openEnvelope(type, { ...envelope, payload, signatures }, [{ ...pair.publicKey, key }]);
        return !wrong.ok;
      }),
    ),
  );
});
