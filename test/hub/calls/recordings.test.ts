import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { sql } from 'kysely';
import { withDuration } from '../../../hub/calls/recordings/webm.ts';
import { CallRecordingList, CallTranscript } from '../../../protocol/calls/index.ts';
import { validatorOf } from '../../../protocol/index.ts';
import { newOperator, startCallingHub } from '../../harness/calling-hub.ts';
import { until } from '../../harness/until.ts';
import { ask, desk, open } from './setting.ts';
import { openSocket, statusOfAnnounced } from './sockets.ts';

const readList = validatorOf(CallRecordingList);
const readTranscript = validatorOf(CallTranscript);

/** What a recorder writes first: EBML head of a WebM, a segment of unknown size, an Info with TimestampScale alone. */
const start = Buffer.from(
  '1a45dfa38f 42868101 42f78101 4282847765626d 18538067 01ffffffffffffff 1549a966872ad7b1830f4240 1f43b675 01ffffffffffffff e78100'.replaceAll(
    ' ',
    '',
  ),
  'hex',
);
const piece = (number: number) => Buffer.from(`a piece of sound that is number ${number}`);
const recording = { offices: ['urp'], sound: true, keepDays: 2 };

/** A call in which a totem and an operator talk, recorded with sound. */
async function recorded(t: ExecutionContext) {
  const setting = await open(t, { recording });
  const anna = await desk(t, setting.calls, 'anna');
  /** Asks, is answered, and says yes. */
  const begin = async () => {
    const request = ask();
    const { call } = request;
    await setting.calls.fromTotem('rho', request);
    await anna.take({ type: 'pick', call });
    await anna.take({ type: 'media', call, flowing: true });
    await setting.calls.fromTotem('rho', { type: 'media', call, flowing: true });
    await agree(call);
    return call;
  };
  const agree = async (call: string) => {
    await anna.take({ type: 'record', call, on: true, sound: true });
    await setting.calls.fromTotem('rho', { type: 'consent', call, given: true });
  };
  return { setting, anna, begin, agree };
}

test('sound is taken in part by part, of a call that is recorded, from its operator', async (t) => {
  const setting = await open(t, { recording });
  const { clock, folder } = setting;
  const anna = await desk(t, setting.calls, 'anna');
  const bea = await desk(t, setting.calls, 'bea');
  const request = ask();
  const { call } = request;
  const take = randomUUID();
  const hand = (who: string, part: number, bytes: Buffer, more: object = {}) =>
    setting.calls.tape.take(who, call, { take, part, until: (part + 1) * 5000, ...more }, bytes);
  const refused = async (answer: ReturnType<typeof hand>, code: string, field?: string) =>
    t.like(await answer, { ok: false, error: { code, ...(field && { field }) } });
  const consent = (given: boolean) => setting.calls.fromTotem('rho', { type: 'consent', call, given });

  await refused(hand('anna', 0, start), 'forbidden');
  await setting.calls.fromTotem('rho', request);
  await anna.take({ type: 'pick', call });
  await anna.take({ type: 'media', call, flowing: true });
  await setting.calls.fromTotem('rho', { type: 'media', call, flowing: true });
  await anna.take({ type: 'record', call, on: true, sound: true });
  await refused(hand('anna', 0, start), 'forbidden');
  await consent(true);
  clock.now += 10_000;
  await refused(hand('bea', 0, start), 'forbidden');
  await refused(hand('anna', 1, piece(1)), 'conflict', '/part');
  await refused(hand('anna', 0, Buffer.from('OggS and no WebM')), 'invalid');
  await refused(hand('anna', 0, Buffer.alloc(0)), 'invalid');
  await refused(hand('anna', 0, Buffer.concat([start, Buffer.alloc(256 * 1024)])), 'too_large');
  t.like(await hand('anna', 0, start), { ok: true, value: { call, take, part: 0, size: start.length } });
  t.like(await hand('anna', 0, start), { ok: true }, 'twice is once');
  await refused(hand('anna', 0, piece(0)), 'conflict', '/part');
  await refused(hand('anna', 2, piece(2)), 'conflict', '/part');
  await refused(hand('anna', 1, piece(1), { until: 1 }), 'invalid', '/until');
  t.like(await Promise.all([hand('anna', 1, piece(1)), hand('anna', 1, piece(1))]), [
    { ok: true },
    { ok: true },
  ]);

  const heard = await setting.calls.recordings.listen(call, take);
  t.deepEqual(heard, withDuration(Buffer.concat([start, piece(1)]), 10_000));
  t.is(heard?.readDoubleBE(heard.indexOf(Buffer.from('448988', 'hex')) + 3), 10_000);
  t.is(await setting.calls.recordings.listen(call, randomUUID()), undefined);
  t.like(await setting.calls.recordings.list(), [
    { call, lines: 0, sounds: [{ take, milliseconds: 10_000, bytes: start.length + piece(1).length }] },
  ]);

  // On the disk: sealed, nobody else's, and what has no row goes when the hub starts again.
  const files = join(folder, 'calls', 'recordings', call);
  t.deepEqual((await readdir(files)).sort(), [`${take}.0`, `${take}.1`]);
  for (const name of await readdir(files)) {
    t.false((await readFile(join(files, name))).includes('webm'));
    t.is((await stat(join(files, name))).mode & 0o777, 0o600);
  }
  await writeFile(join(files, `${take}.2`), 'not finished');
  await setting.killed();
  t.is((await readdir(files)).length, 2);
  const again = await desk(t, setting.calls, 'anna');
  await setting.calls.fromTotem('rho', { type: 'resume', call });
  t.like(await hand('anna', 2, piece(2)), { ok: true }, 'a hub that starts again takes in what comes next');
  await writeFile(join(files, `${take}.1`), 'damaged');
  const first = await setting.calls.recordings.listen(call, take);
  t.deepEqual(first, withDuration(start, 5000), 'what stands before a damaged part is heard');

  // Handed on: the rest may come, nothing new may begin, and the next operator asks anew.
  await desk(t, setting.calls, 'bea');
  await again.take({ type: 'transfer', call, to: { operator: 'bea' }, note: '' });
  await refused(hand('anna', 0, start, { take: randomUUID() }), 'forbidden');
  t.like(await hand('anna', 3, piece(3)), { ok: true });
  clock.now += 121_000;
  await refused(hand('anna', 4, piece(4)), 'forbidden');
  t.is((await setting.calls.recordings.takes(call)).length, 1);
  t.false(bea.isClosed());
});

test('a no deletes the sound, the end of a call lets the rest in, and all of it goes by date', async (t) => {
  const { setting, anna, begin, agree } = await recorded(t);
  const { calls, folder, clock, store } = setting;
  const files = join(folder, 'calls', 'recordings');
  const call = await begin();
  const hand = (take: string, part: number, of = call) =>
    calls.tape.take('anna', of, { take, part, until: part }, part === 0 ? start : piece(part));
  const [one, two] = [randomUUID(), randomUUID()];
  t.true((await hand(one, 0)).ok);
  const late = hand(one, 1);
  await calls.fromTotem('rho', { type: 'consent', call, given: false });
  await late;
  t.like(await hand(one, 2), { error: { code: 'forbidden' } });
  await until('nothing is left', async () => (await readdir(files)).length === 0);
  t.deepEqual(await store.db.selectFrom('call_recording_sounds').selectAll().execute(), []);
  t.deepEqual(await calls.recordings.list(), []);

  await agree(call);
  const before = { take: randomUUID(), part: 0, until: 5000 };
  const tooLate = await calls.tape.take('anna', call, before, start);
  t.like(
    tooLate,
    { error: { code: 'forbidden' } },
    'what was recorded before the no, and comes after another yes',
  );
  t.true((await hand(two, 0)).ok);
  await anna.take({ type: 'leave', call });
  t.true((await hand(two, 1)).ok, 'the desk hands in what it has after the call');
  t.like(await hand(one, 0), { error: { code: 'forbidden' } });
  await sql`create trigger held before delete on call_recording_sounds begin select raise(abort, 'held'); end`.execute(
    store.db,
  );
  await t.throwsAsync(calls.recordings.erase(call));
  t.like(await calls.recordings.list(), [{ call, sounds: [{ take: two }] }], 'sound goes with its call');
  await sql`drop trigger held`.execute(store.db);
  t.true(await calls.recordings.erase(call));
  t.false(await calls.recordings.erase(call));

  const other = await begin();
  t.true((await hand(one, 0, other)).ok);
  clock.now += 2 * 86_400_000;
  const later = await setting.again();
  t.deepEqual(await later.recordings.list(), []);
  t.deepEqual(await readdir(files), []);
});

test('a length is put into a file as recorders write it, and into no other', (t) => {
  const long = withDuration(start, 1234.5);
  t.is(long.length, start.length + 11 + 7);
  t.true(withDuration(long, 9).equals(long), 'it has one already');
  // Firefox has an empty table of places, and a length of 0, which is written over.
  const firefox = Buffer.concat([
    start.subarray(0, start.indexOf(Buffer.from('1549a966', 'hex'))),
    Buffer.from('114d9b7401000000000000001549a966924489880000000000000000', 'hex'),
    Buffer.from('2ad7b1830f42401f43b675', 'hex'),
  ]);
  const filled = withDuration(firefox, 1234.5);
  t.is(filled.length, firefox.length);
  t.is(filled.readDoubleBE(filled.indexOf(Buffer.from('448988', 'hex')) + 3), 1234.5);
  t.true(withDuration(filled, 9).equals(filled));
  t.true(withDuration(Buffer.alloc(0), 9).equals(Buffer.alloc(0)));
  for (let length = 0; length < start.length; length += 1) {
    const cut = start.subarray(0, length);
    t.notThrows(() => withDuration(cut, 1));
  }
  for (let at = 0; at < start.length; at += 1) {
    for (const value of [0, 0x80, 0xff]) {
      const touched = Buffer.from(start);
      touched[at] = value;
      t.notThrows(() => withDuration(touched, 1));
    }
  }
});

test('recordings over HTTP: handed in by the operator, read and deleted by supervisors, all of it noted', async (t) => {
  const hub = await startCallingHub(t, 'recording: {offices: [urp], sound: true}');
  const anna = await newOperator(hub, 'anna');
  const bruno = await newOperator(hub, 'bruno');
  const sara = await newOperator(hub, 'sara', 'supervisor');
  const at = `${hub.urls.http}/api/v1/calls`;
  const as = (token: string, more: object = {}) => ({
    headers: { authorization: `Bearer ${token}`, ...more },
  });
  const office = openSocket(t, hub, '/calls/desk', { authorization: `Bearer ${anna}` });
  const visitor = openSocket(t, hub, `/calls/visit?visit=${randomUUID()}`);
  await Promise.all([once(office.socket, 'open'), once(visitor.socket, 'open')]);
  const request = ask();
  const { call } = request;
  visitor.send(request);
  await until('somebody waits', () => office.of('desk').at(-1)?.calls.length === 1);
  office.send({ type: 'pick', call });
  for (const each of [office, visitor]) each.send({ type: 'media', call, flowing: true });
  await until('they talk', () => visitor.of('standing').at(-1)?.state === 'connected');
  office.send({ type: 'record', call, on: true, sound: true });
  await until('it is asked', () => visitor.of('standing').at(-1)?.recording?.state === 'asked');
  visitor.send({ type: 'consent', call, given: true });
  await until('it is recorded', () => office.of('standing').at(-1)?.recording?.state === 'on');

  const take = randomUUID();
  const addressOf = (part: number) => `${at}/${call}/recording/sound?take=${take}&part=${part}&until=${part}`;
  const hand = async (
    token: string,
    part: number,
    bytes: Buffer<ArrayBuffer>,
    type = 'audio/webm;codecs=opus',
  ) => {
    const { headers } = as(token, { 'content-type': type });
    return (await fetch(addressOf(part), { method: 'POST', headers, body: bytes })).status;
  };
  t.is(await hand(anna, 1, Buffer.from(piece(1))), 409);
  t.is(await hand(anna, 0, Buffer.from(start)), 201);
  t.is(await hand(anna, 0, Buffer.from(start)), 201);
  t.is(await hand(anna, 1, Buffer.from(piece(1)), 'audio/ogg'), 400);
  t.is(await hand(bruno, 1, Buffer.from(piece(1))), 403);
  t.is(await hand('nobody', 1, Buffer.from(piece(1))), 401);
  t.is(await statusOfAnnounced(addressOf(1), anna, 257 * 1024, 'audio/webm'), 413);
  t.is(
    (
      await fetch(`${addressOf(1)}&part=x`, {
        method: 'POST',
        ...as(anna, { 'content-type': 'audio/webm' }),
        body: 'x',
      })
    ).status,
    400,
  );
  t.is(await hand(anna, 1, Buffer.from(piece(1))), 201);
  visitor.send({ type: 'text', call, text: { line: 0, text: 'Mi sente?', final: true } });

  for (const path of ['recordings', `recordings/${call}`, `recordings/${call}/sound/${take}`]) {
    t.is((await fetch(`${at}/${path}`)).status, 401, path);
    t.is((await fetch(`${at}/${path}`, as(anna))).status, 403, path);
  }
  const list = await until('the line is kept', async () => {
    const read = readList(await (await fetch(`${at}/recordings`, as(sara))).json());
    if (!read.ok) throw new Error(read.error.message);
    return read.value.recordings[0]?.lines === 1 ? read.value.recordings : undefined;
  });
  t.like(list, [{ call, office: 'urp', sounds: [{ take, bytes: start.length + piece(1).length }] }]);
  const transcript = readTranscript(await (await fetch(`${at}/recordings/${call}`, as(sara))).json());
  t.like(transcript, { value: { lines: [{ party: 'citizen', text: 'Mi sente?' }], sounds: [{ take }] } });
  const heard = await fetch(`${at}/recordings/${call}/sound/${take}`, as(sara));
  t.is(heard.headers.get('content-type'), 'audio/webm');
  t.is(heard.headers.get('cache-control'), 'no-store');
  t.deepEqual(Buffer.from(await heard.arrayBuffer()), withDuration(Buffer.concat([start, piece(1)]), 1));
  t.is((await fetch(`${at}/recordings/${randomUUID()}`, as(sara))).status, 404);
  t.is((await fetch(`${at}/recordings/${call}/sound/${randomUUID()}`, as(sara))).status, 404);
  t.is((await fetch(`${at}/recordings/no-call`, as(sara))).status, 400);

  t.is((await fetch(`${at}/recordings/${call}`, { method: 'DELETE', ...as(anna) })).status, 403);
  t.is((await fetch(`${at}/recordings/${call}`, { method: 'DELETE', ...as(sara) })).status, 204);
  t.is((await fetch(`${at}/recordings/${call}`, { method: 'DELETE', ...as(sara) })).status, 404);
  t.is((await fetch(`${at}/recordings/${call}/sound/${take}`, as(sara))).status, 404);
  const audit = JSON.stringify(await (await hub.api('/audit')).json());
  for (const act of ['s listed', ' read', ' listened to', ' deleted']) {
    t.true(audit.includes(`call recording${act}`), act);
  }
});
