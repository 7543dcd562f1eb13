import { randomUUID } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { pictureKindOf } from '../../../hub/calls/pictures/image.ts';
import { openVault } from '../../../hub/vault/index.ts';
import type { AppointmentRequest, CallShare, DeskRequest } from '../../../protocol/calls/index.ts';
import { until } from '../../harness/until.ts';
import { ask, desk, open } from './setting.ts';

/** A PNG of this size as far as a header tells; the rest is for who decodes it. */
function png(width: number, height: number, bytes = 100): Buffer {
  const picture = Buffer.alloc(bytes);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(picture);
  picture.writeUInt32BE(width, 16);
  picture.writeUInt32BE(height, 20);
  return picture;
}

const page = (sha256: string): CallShare => ({
  kind: 'document',
  sha256,
  media: 'image/png',
  title: 'Modulo',
  pages: 2,
  page: 1,
  pointer: null,
});

/** A call in which a totem and an operator talk. */
async function talking(t: ExecutionContext, more: object = {}) {
  const setting = await open(t, more);
  const anna = await desk(t, setting.calls, 'anna');
  await anna.take({ type: 'presence', presence: 'available' });
  const request = ask();
  const { call } = request;
  await setting.calls.fromTotem('rho', request);
  await anna.take({ type: 'answer', call });
  await anna.take({ type: 'media', call, flowing: true });
  await setting.calls.fromTotem('rho', { type: 'media', call, flowing: true });
  const show = (share: CallShare) => anna.take({ type: 'show', call, share });
  return { ...setting, calls: setting.calls, again: setting.again, anna, call, show };
}

test('a picture is there for those in the call, sealed on the disk, and gone with the call', async (t) => {
  const { calls, told, anna, call, show, folder, again } = await talking(t);
  const picture = png(800, 600);
  const absent = page('0'.repeat(64));
  await show(absent);
  t.like(anna.told.at(-1), { type: 'refused', error: { code: 'not_found', field: '/share/sha256' } });
  t.like(await calls.shown.put('bea', call, picture), { error: { code: 'not_found' } });
  t.like(await calls.shown.put('anna', call, Buffer.from('<svg>')), { error: { code: 'invalid' } });
  t.like(await calls.shown.put('anna', call, png(9000, 10)), { error: { code: 'too_large' } });
  const stored = await calls.shown.put('anna', call, picture);
  if (!stored.ok) return t.fail(stored.error.message);
  const { sha256 } = stored.value;
  t.deepEqual(await calls.shown.put('anna', call, picture), stored, 'twice is once');
  await show(page(sha256));
  t.like(told('rho').at(-1), { type: 'share', share: { sha256 } });
  const read = await calls.shown.read('totem:rho', call, sha256);
  t.true(read.ok && read.value.bytes.equals(picture) && read.value.media === 'image/png');
  for (const other of ['totem:legnano', `portal:${randomUUID()}`, 'desk:bea']) {
    t.like(await calls.shown.read(other, call, sha256), { error: { code: 'not_found' } }, other);
  }
  const pictures = join(folder, 'calls', 'pictures');
  const file = join(pictures, call, `${sha256}.png`);
  t.false((await readFile(file)).includes(picture.subarray(0, 16)));
  t.is((await stat(file)).mode & 0o777, 0o600);

  // A hub that starts again has it still, and what belongs to no call goes.
  await writeFile(join(pictures, 'left-behind'), 'x');
  const later = await again();
  t.deepEqual(await readdir(pictures), [call]);
  t.true((await later.shown.read('totem:rho', call, sha256)).ok);
  await later.fromTotem('rho', { type: 'leave', call });
  await until('nothing is left', async () => (await readdir(pictures)).length === 0);
  t.like(await later.shown.read('totem:rho', call, sha256), { error: { code: 'not_found' } });
});

test('the pictures of a call have a limit', async (t) => {
  const { calls, call } = await talking(t);
  let taken = 0;
  for (let width = 1; width <= 30; width += 1) {
    const stored = await calls.shown.put('anna', call, png(width, 1, 4 * 1024 * 1024));
    if (stored.ok) taken += 1;
    else t.is(stored.error.code, 'no_space');
  }
  t.is(taken, 24);
});

test('pictures are told by their own bytes', (t) => {
  const jpeg = Buffer.from(
    'ffd8ffe000104a46494600010100000100010000ffc0001108003c005003012200021101031101',
    'hex',
  );
  t.like(pictureKindOf(jpeg), { value: 'image/jpeg' });
  const webp = Buffer.concat([Buffer.from('RIFF....WEBPVP8X'), Buffer.alloc(20)]);
  t.like(pictureKindOf(webp), { value: 'image/webp' });
  t.like(pictureKindOf(png(10, 10)), { value: 'image/png' });
  for (const wrong of ['', 'GIF89a', '%PDF-1.7', '\xff\xd8', 'RIFF....WAVE']) {
    t.like(pictureKindOf(Buffer.from(wrong, 'latin1')), { error: { code: 'invalid' } });
  }
  t.like(pictureKindOf(jpeg.subarray(0, 20)), { error: { code: 'invalid' } });
  t.like(pictureKindOf(png(0, 10)), { error: { code: 'invalid' } });
});

test('a form goes to the citizen, the answers to the operator, and nowhere else', async (t) => {
  const { calls, told, anna, call, show, store } = await talking(t);
  const form = randomUUID();
  const field = { name: 'name', label: 'Nome', kind: 'text' as const, required: true, options: [] };
  await show({ kind: 'form', form, title: 'Chi è', fields: [field, field] });
  t.like(anna.told.at(-1), { type: 'refused', error: { field: '/share/fields/1/name' } });
  await show({ kind: 'form', form, title: 'Chi è', fields: [field] });
  t.like(told('rho').at(-1), { type: 'share', share: { kind: 'form', form } });
  const answers = [{ name: 'name', value: 'Ada Lovelace' }];
  await calls.fromTotem('legnano', { type: 'fill', call, form, answers });
  t.like(told('legnano').at(-1), { type: 'refused', error: { code: 'not_found' } });
  await calls.fromTotem('rho', { type: 'fill', call, form: randomUUID(), answers });
  t.like(told('rho').at(-1), { type: 'refused', error: { code: 'conflict', field: '/form' } });
  await calls.fromTotem('rho', { type: 'fill', call, form, answers: [] });
  t.like(told('rho').at(-1), { type: 'refused', error: { code: 'invalid', field: '/answers' } });
  await anna.take({ type: 'fill', call, form, answers });
  t.like(anna.told.at(-1), { type: 'refused', error: { code: 'forbidden' } });
  await calls.fromTotem('rho', { type: 'fill', call, form, answers });
  t.deepEqual(anna.told.at(-1), { type: 'filled', call, form, answers });
  t.deepEqual(told('rho').at(-1), { type: 'delivered', call, form });
  const rows = await store.db.selectFrom('calls').selectAll().execute();
  t.false(JSON.stringify(rows).includes('Lovelace'));
  await anna.closed();
  await calls.fromTotem('rho', { type: 'fill', call, form, answers });
  t.like(told('rho').at(-1), { type: 'refused', error: { code: 'offline' } });
});

const wanted: AppointmentRequest = {
  office: 'urp',
  subject: 'carta-identita',
  language: 'it',
  phone: '+390277401',
  when: 'morning',
  consent: 'Il numero serve solo per richiamare ed è cancellato dopo.',
};

test('a request to be rung up is sealed, seen by its office alone, and deleted when it is done', async (t) => {
  const { calls, told, store, again, clock } = await open(t, { requestDays: 3 });
  const anna = await desk(t, calls, 'anna');
  const bea = await desk(t, calls, 'bea');
  await bea.take({
    type: 'skills',
    skills: { offices: ['strade'], languages: ['it'], signLanguage: false, subjects: [], modes: ['text'] },
  });
  const call = randomUUID();
  const take = (id: string, more: object = {}) =>
    calls.fromTotem('rho', { type: 'appointment', call: id, request: { ...wanted, ...more } });
  await take(call, { office: 'nessuno' });
  t.like(told('rho').at(-1), { type: 'refused', error: { code: 'not_found', field: '/request/office' } });
  await take(call);
  t.deepEqual(told('rho').at(-1), { type: 'noted', call, expires: '2026-11-28T10:00:00.000Z' });
  await take(call);
  t.like(told('rho').at(-1), { type: 'noted' }, 'asked twice is asked once');
  const seen = (who: typeof anna) =>
    who.told.flatMap((each) => (each.type === 'requests' ? [each.requests] : [])).at(-1);
  await until('the office sees it', () => seen(anna)?.length === 1);
  t.like(seen(anna)?.[0], { request: call, phone: wanted.phone, made: '2026-11-25T10:00:00.000Z' });
  t.deepEqual(seen(bea), []);
  const rows = await store.db.selectFrom('call_requests').selectAll().execute();
  t.is(rows.length, 1);
  t.false(JSON.stringify(rows).includes('77401'));
  t.false(Buffer.from(rows[0]?.sealed ?? '', 'base64').includes('77401'));
  await bea.take({ type: 'done', request: call });
  t.like(bea.told.at(-1), { type: 'refused', error: { code: 'not_found' } });
  await anna.take({ type: 'done', request: call });
  await until('it is gone', () => seen(anna)?.length === 0);
  t.deepEqual(await store.db.selectFrom('call_requests').selectAll().execute(), []);
  t.like(await store.db.selectFrom('audit').selectAll().executeTakeFirst(), { who: 'anna', subject: call });

  for (let more = 0; more < 12; more += 1) await take(randomUUID());
  t.like(told('rho').at(-1), { type: 'refused', error: { code: 'too_many_requests' } });
  t.is((await store.db.selectFrom('call_requests').selectAll().execute()).length, 11);
  clock.now += 3 * 86_400_000;
  await again();
  t.deepEqual(
    await store.db.selectFrom('call_requests').selectAll().execute(),
    [],
    'nobody rang: it goes by date',
  );
});

test('recording: not by default, not before a yes, undone by a no', async (t) => {
  const off = await talking(t);
  const record: DeskRequest = { type: 'record', call: off.call, on: true, sound: false };
  await off.anna.take(record);
  t.like(off.anna.told.at(-1), { type: 'refused', error: { code: 'unsupported' } });

  const { calls, told, anna, call, store, again, clock } = await talking(t, {
    recording: { offices: ['urp'], keepDays: 2 },
  });
  t.deepEqual(anna.last()?.recordable, [{ office: 'urp', sound: false }]);
  const line = (text: string, number: number) =>
    calls.fromTotem('rho', { type: 'text', call, text: { line: number, text, final: true } });
  const consent = (given: boolean) => calls.fromTotem('rho', { type: 'consent', call, given });
  await consent(true);
  t.like(told('rho').at(-1), { type: 'refused', error: { code: 'conflict' } }, 'nobody asked');
  await anna.take({ ...record, call, sound: true });
  t.like(anna.told.at(-1), { type: 'refused', error: { code: 'unsupported' } }, 'text alone is allowed');
  await anna.take({ ...record, call });
  t.like(told('rho').at(-1), { type: 'standing', recording: { state: 'asked', sound: false } });
  await line('prima del sì', 0);
  await anna.take({ type: 'consent', call, given: true });
  t.like(anna.told.at(-1), { type: 'refused', error: { code: 'forbidden' } }, 'the citizen alone says yes');
  await consent(true);
  t.like(anna.told.filter(({ type }) => type === 'standing').at(-1), { recording: { state: 'on' } });
  await line('dopo il sì', 1);
  await anna.take({ type: 'text', call, text: { line: 0, text: 'ha detto sì', final: true } });
  await until('it is kept', async () => (await calls.recordings.lines(call))?.length === 2);
  const lines = await calls.recordings.lines(call);
  t.deepEqual(lines?.map(({ text }) => text).sort(), ['dopo il sì', 'ha detto sì']);
  t.like((await calls.recordings.list())[0], { call, office: 'urp', lines: 2 });
  const rows = await store.db.selectFrom('call_recording_lines').selectAll().execute();
  t.false(rows.some(({ sealed }) => Buffer.from(sealed, 'base64').includes('dopo')));

  await consent(false);
  await until('a no undoes it', async () => (await calls.recordings.lines(call)) === undefined);
  t.is(
    told('rho')
      .flatMap((each) => (each.type === 'standing' ? [each.recording] : []))
      .at(-1),
    undefined,
  );
  await line('dopo il no', 2);
  await anna.take({ ...record, call });
  await consent(true);
  await line('di nuovo', 3);
  await until('it is kept again', async () => (await calls.recordings.lines(call))?.length === 1);
  clock.now += 2 * 86_400_000;
  const later = await again();
  t.deepEqual(await later.recordings.list(), [], 'it goes by date');
});

test('what was sealed elsewhere, or touched, does not open; a damaged key is an error', async (t) => {
  const { folder } = await open(t);
  const path = join(folder, 'calls', 'vault.json');
  t.is((await stat(path)).mode & 0o777, 0o600);
  const box = (await openVault(path)).box('a purpose');
  const sealed = box.seal(Buffer.from('words'), 'here');
  t.deepEqual(box.open(sealed, 'here'), { ok: true, value: Buffer.from('words') });
  t.false(box.open(sealed, 'there').ok);
  t.false((await openVault(path)).box('another').open(sealed, 'here').ok);
  for (let at = 0; at < sealed.length; at += 1) {
    const touched = Buffer.from(sealed);
    touched[at] = (touched[at] ?? 0) ^ 1;
    t.false(box.open(touched, 'here').ok, `byte ${at}`);
  }
  t.false(box.open(Buffer.alloc(5), 'here').ok);
  await writeFile(path, '{"version":1,"key":"short"}');
  await t.throwsAsync(openVault(path), { message: /damaged/ });
});
