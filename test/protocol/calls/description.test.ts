import test from 'ava';
import fc from 'fast-check';
import { checkCandidate, checkDescription, maximumDescriptionBytes } from '../../../protocol/calls/index.ts';

const far = { loopback: false };
const near = { loopback: true };

const lines = (kind: 'audio' | 'video', codec: string, more: string[] = []) => [
  `m=${kind} 9 UDP/TLS/RTP/SAVPF 96`,
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:EsAw',
  'a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1',
  'a=fingerprint:sha-256 49:66:12:17:0D:1C:91:AE:57:4C:C6:36:DD:D5:97:D2:7D:62:C9:9A:7F:B9:A3:F4:70:03:E7:43:91:73:23:5E',
  'a=setup:actpass',
  `a=mid:${kind}`,
  `a=rtpmap:96 ${codec}/90000`,
  ...more,
];
const whole = (...sections: string[][]) =>
  ['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0', ...sections.flat(), ''].join('\r\n');
const good = whole(lines('audio', 'opus'), lines('video', 'VP8'));
const candidate = (address: string, port = '50000') =>
  `candidate:842163049 1 udp 1677729535 ${address} ${port} typ srflx raddr 0.0.0.0 rport 0 generation 0`;

test('the description of an ordinary call is taken as it is', (t) => {
  t.deepEqual(checkDescription(good, far), { ok: true, value: good });
  t.true(checkDescription(whole(lines('video', 'H264', [`a=${candidate('192.0.2.7')}`])), far).ok);
});

const hostile: [what: string, sdp: string, says: RegExp][] = [
  ['nothing', '', /begins with v=0/],
  ['too much', `${good}${'a=x\r\n'.repeat(maximumDescriptionBytes / 5)}`, /at most 32768 bytes/],
  ['no media', whole(), /has a media section/],
  ['too many sections', whole(...Array.from({ length: 5 }, () => lines('audio', 'opus'))), /at most 4/],
  ['a long line', whole(lines('audio', 'opus', [`a=x:${'y'.repeat(3000)}`])), /line 13 is no line/],
  ['a control character', whole(lines('audio', 'opus', ['a=x:\u0007'])), /line 13 is no line/],
  ['an unknown kind', whole(['m=text 9 UDP/TLS/RTP/SAVPF 96']), /kind text is not taken/],
  ['unprotected media', good.replaceAll('UDP/TLS/RTP/SAVPF', 'RTP/AVP'), /by UDP\/TLS\/RTP\/SAVPF only/],
  [
    'a key in the open',
    whole(lines('audio', 'opus', ['a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x'])),
    /DTLS/,
  ],
  ['no fingerprint', good.replaceAll('a=fingerprint', 'a=fingertip'), /no a=fingerprint/],
  ['only codecs that nobody knows', whole(lines('video', 'HAX0R')), /offers none of vp8/],
  ['a foreign address', whole(lines('video', 'VP8', [`a=${candidate('169.254.169.254')}`])), /no party/],
  [
    'too many candidates',
    whole(
      lines(
        'video',
        'VP8',
        Array.from({ length: 65 }, () => `a=${candidate('192.0.2.7')}`),
      ),
    ),
    /at most 64 candidates/,
  ],
];

for (const [what, sdp, says] of hostile) {
  test(`a description is refused: ${what}`, (t) => {
    const checked = checkDescription(sdp, far);
    if (checked.ok) return t.fail('it was taken');
    t.regex(checked.error.message, says);
    t.is(checked.error.field, '/sdp');
  });
}

test('a candidate may name any address at which the other party can be', (t) => {
  for (const address of [
    '10.1.2.3',
    '192.168.7.7',
    '203.0.113.9',
    '2001:db8::7',
    'fd12:3456::1',
    '0f0e6b1c-58f5-4f0e-9a2d-6f4a6d1f0c11.local',
  ]) {
    t.true(checkCandidate(candidate(address), far).ok, address);
  }
  t.true(checkCandidate('', far).ok, 'the end of candidates');
});

test('a candidate may not have anything else knocked at', (t) => {
  for (const address of [
    '0.0.0.0',
    '127.0.0.1',
    '169.254.169.254',
    '224.0.0.251',
    '255.255.255.255',
    '300.1.1.1',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    'fe80::1',
    'ff02::fb',
    'metadata.internal',
    'localhost',
  ]) {
    t.false(checkCandidate(candidate(address), far).ok, address);
  }
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
    t.true(checkCandidate(candidate(address), near).ok, `${address} where all is on one machine`);
  }
  t.false(checkCandidate(candidate('192.0.2.7', '70000'), far).ok);
  t.false(checkCandidate(`${candidate('192.0.2.7')} ${'x'.repeat(2000)}`, far).ok);
});

test('no bytes bring the checks down', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.nat(good.length), (noise, at) => {
      checkCandidate(noise, far);
      checkCandidate(`candidate:1 1 udp 1 ${noise} 1 typ host`, far);
      checkDescription(noise, far);
      t.is(typeof checkDescription(good.slice(0, at) + noise + good.slice(at), far).ok, 'boolean');
    }),
  );
});
