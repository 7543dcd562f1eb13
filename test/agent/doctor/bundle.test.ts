import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { extract } from 'tar-stream';
import { partsAlone } from '../../../agent/doctor/alone.ts';
import { bounded } from '../../../agent/doctor/bundle/archive.ts';
import { makeBundle } from '../../../agent/doctor/bundle/index.ts';
import { redactText, redactValue } from '../../../agent/doctor/bundle/redact.ts';
import { saveIdentity } from '../../../agent/identity/index.ts';
import { newAgentFolder } from '../../harness/agent.ts';
import { newAuthority, totemTls } from '../../harness/broker.ts';

const none = { secrets: [], addresses: true };

async function filesOf(archive: Buffer): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const reader = extract();
  reader.end(gunzipSync(archive));
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(Buffer.from(chunk));
    files.set(entry.header.name.replace(/^[^/]*\//, ''), Buffer.concat(chunks).toString('utf8'));
  }
  return files;
}

const word = fc.stringMatching(/^[a-z]{1,12}$/);
const upper = fc.stringMatching(/^[A-Z]{6}$/);
const token = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));
const password = fc.stringMatching(/^[A-Za-z0-9!$%*_.-]{8,24}$/);

/** A secret of every kind, and a line of a log or of a file in which it may stand. */
const secretLines = fc.oneof(
  password.map((secret) => ({
    secret,
    line: `Authorization: Basic ${Buffer.from(`admin:${secret}`).toString('base64')}`,
    hidden: Buffer.from(`admin:${secret}`).toString('base64'),
  })),
  password.map((secret) => ({ secret, line: `fetching https://admin:${secret}@hub.example.it/v1/x failed` })),
  password.map((secret) => ({ secret, line: `wpa_supplicant: psk="${secret}" ssid=x` })),
  password.map((secret) => ({ secret, line: `{"level":30,"password":"${secret}","msg":"x"}` })),
  password.map((secret) => ({ secret, line: `body was {\\"wifiPassword\\":\\"${secret}\\"}` })),
  password.map((secret) => ({
    secret,
    line: `//srv/share /mnt cifs rw,username=x,password=${secret},vers=3.0 0 0`,
  })),
  password.map((secret) => ({ secret, line: `started with --api-key ${secret} and more` })),
  token.map((secret) => ({ secret, line: `Bearer ${secret}` })),
  token.map((secret) => ({ secret, line: `enrol totem1.${secret}` })),
  token.map((secret) => ({ secret, line: `session_id: ${secret}; other=1` })),
  fc.tuple(word, word).map(([one, two]) => ({
    secret: `${one}.${two}@posta.example.it`,
    line: `mail to <${one}.${two}@posta.example.it> failed`,
  })),
  fc
    .tuple(upper, fc.integer({ min: 10, max: 99 }), fc.integer({ min: 100, max: 999 }))
    .map(([name, year, town]) => {
      const secret = `${name}${year}H${year}F${town}Z`;
      return { secret, line: `codice ${secret} letto` };
    }),
  fc.stringMatching(/^[0-9]{10}$/).map((digits) => {
    const secret = `IT60X05428${digits}1234567`;
    return { secret, line: `iban ${secret},` };
  }),
  fc
    .stringMatching(/^3[2-9][0-9] ?[0-9]{7}$/)
    .map((secret) => ({ secret, line: `chiamare ${secret} domani` })),
  fc.stringMatching(/^\+39 ?0[0-9]{1,2} ?[0-9]{6,8}$/).map((secret) => ({ secret, line: `tel. ${secret}.` })),
  fc
    .ipV4()
    .filter((address) => !/^(127|255|0)\./.test(address))
    .map((secret) => ({ secret, line: `connect ${secret}:8883 refused` })),
  fc
    .ipV6()
    .filter((address) => address.length > 6)
    .map((secret) => ({ secret, line: `address ${secret} is gone` })),
);

test('no secret and nobody stays in a text, wherever it stands', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(secretLines, { minLength: 1, maxLength: 6 }), (lines) => {
        const text = lines.map(({ line }) => line).join('\n');
        const kept = redactText(text, none);
        return lines.every(
          (entry) => !kept.includes('hidden' in entry && entry.hidden ? entry.hidden : entry.secret),
        );
      }),
      { numRuns: 1500 },
    ),
  );
});

test('a private key goes, whole, torn at either end, in one line or inside JSON', (t) => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const lines = pem.split('\n').filter((line) => line.length > 16 && !line.startsWith('-'));
  for (const text of [
    pem,
    JSON.stringify({ note: pem }),
    pem.slice(0, 120),
    pem.replaceAll('\n', ' '),
    pem.slice(28),
  ]) {
    const kept = redactText(`before\n${text}\nafter`, { secrets: lines, addresses: true });
    for (const line of lines) t.false(kept.includes(line.slice(0, 30)), text);
    t.true(kept.startsWith('before\n'));
  }
});

test('what helps stays: moments, hashes, versions, paths, figures, releases', (t) => {
  const line =
    '2026-11-25T02:24:21.126Z level=30 release=20261123-163012-3f9a1c04b7d2 sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 bytes=1234567 agent 0.1.0 Node 24.21.0 /dev/input/event3 fault display.stalled 127.0.0.1:8883 after 12.5 s, 25 frames/s';
  t.is(redactText(line, none), line);
  t.deepEqual(
    redactValue(
      { at: '2026-11-25T02:24:21.126Z', keypad: 'lost', token: 'x', nested: [{ psk: 1234 }] },
      none,
    ),
    {
      at: '2026-11-25T02:24:21.126Z',
      keypad: 'lost',
      token: '[removed]',
      nested: [{ psk: '[removed]' }],
    },
  );
});

test('any text and any value are taken without an error, and a long line takes no long time', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (text, value) => {
        redactText(text, none);
        redactValue(value, none);
      }),
      { numRuns: 300 },
    ),
  );
  const pieces = [
    'password',
    '-----BEGIN PRIVATE KEY-----',
    'a.',
    '0',
    'AA00',
    'a@',
    'x://',
    'MIGHAgEAMBMG',
    '+39 ',
    '":"\\',
  ];
  for (const piece of pieces) t.true(redactText(piece.repeat(20_000), none).length > 0);
});

test('an archive of a totem with secrets everywhere holds none of them, and all that helps', async (t) => {
  const folder = await newAgentFolder(t);
  const authority = await newAuthority(t);
  const { key: privateKey, cert: certificate, ca } = await totemTls(authority, 't-atrio');
  const wifi = 'Segretissima-2026';
  const secret = randomBytes(32).toString('base64url');
  await saveIdentity(folder, {
    version: 1,
    key: privateKey,
    enrolment: {
      totem: 't-atrio',
      certificate,
      authority: ca,
      mqtt: 'mqtts://hub.example.it:8883',
      gateway: 'https://hub.example.it:8443',
      artifacts: 'https://hub.example.it:8444',
    },
  });
  await writeFile(join(folder, 'agent.yaml'), `# psk: ${wifi}\ndisplay: {enabled: false}\nlog: info\n`);
  await writeFile(join(folder, 'service.json'), JSON.stringify({ version: 1, secret }));
  await writeFile(join(folder, 'network.json'), JSON.stringify({ wireless: { passphrase: wifi } }));
  await mkdir(join(folder, 'run', 'doctor'), { recursive: true });
  await writeFile(join(folder, 'run', 'doctor', 'camera.jpg'), 'a face');
  const keyLine = privateKey.split('\n')[1] ?? '';
  const log = [
    { level: 30, time: '2026-11-25T02:24:21.126Z', msg: `joined with ${wifi}`, part: 'network' },
    {
      level: 50,
      time: '2026-11-25T02:24:22.126Z',
      msg: `cannot parse ${privateKey}`,
      url: `https://u:${wifi}@h/`,
    },
    { level: 30, time: '2026-11-25T02:24:23.126Z', msg: `line ${keyLine} of something, key ${secret}` },
    {
      level: 30,
      time: '2026-11-25T02:24:24.126Z',
      msg: 'mario.rossi@example.it called from +39 347 1234567',
    },
  ];
  const parts = await partsAlone(folder, '1.2.3');
  const archive = await makeBundle(
    parts,
    { log, status: { hub: { token: 'abcdef' }, online: true } },
    { addresses: true },
  );
  const files = await filesOf(archive);
  const all = [...files.values()].join('\n');
  for (const hidden of [
    wifi,
    secret,
    keyLine,
    keyLine.slice(8),
    'mario',
    '347 123',
    'abcdef',
    'a face',
    'PRIVATE KEY',
  ]) {
    t.false(all.includes(hidden), hidden);
  }
  t.deepEqual(
    ['about.json', 'versions.json', 'agent.yaml', 'certificates.json', 'log/agent.txt', 'status.json'].filter(
      (name) => !files.has(name),
    ),
    [],
  );
  t.regex(files.get('certificates.json') ?? '', /"totem": "t-atrio"[\s\S]*fingerprint256/);
  t.regex(files.get('agent.yaml') ?? '', /enabled: false/);
  t.regex(files.get('log/agent.txt') ?? '', /02:24:24\.126Z/);
  t.true(archive.length < 4 * 1024 * 1024);
});

test('an archive is bounded, and keeps the newest lines', (t) => {
  const line = `${'x'.repeat(99)}\n`;
  const entries = Array.from({ length: 20 }, (_none, number) => ({
    name: `${number}`,
    text: `${line.repeat(30_000)}last ${number}\n`,
  }));
  const kept = bounded(entries);
  const bytes = kept.reduce((sum, { text }) => sum + text.length, 0);
  t.true(bytes <= 12.1 * 1024 * 1024);
  t.true(kept[3]?.text.endsWith('last 3\n'));
  t.true(kept[3]?.text.startsWith('[the beginning was left out]\nxxx'));
});
