import test from 'ava';
import { callTable } from '../../../hub/calls/index.ts';
import { CallReport } from '../../../protocol/calls/index.ts';
import { validatorOf } from '../../../protocol/index.ts';
import { until } from '../../harness/until.ts';
import { ask, desk, open } from './setting.ts';

const readReport = validatorOf(CallReport);

test('the wall, the report and its table tell the same of the same calls', async (t) => {
  const { calls, clock } = await open(t, { asksInTenMinutes: 1000, serviceLevelSeconds: 30 });
  const anna = await desk(t, calls, 'anna');
  await anna.take({
    type: 'skills',
    skills: {
      offices: ['urp', 'strade'],
      languages: ['it'],
      signLanguage: false,
      subjects: [],
      modes: ['video', 'voice', 'text'],
    },
  });
  /** One call: how long it waits (s), and whether it is answered, handed on, abandoned or goes on. */
  const one = async (
    totem: string,
    wait: number,
    end: 'answered' | 'handed on' | 'abandoned' | 'goes on',
  ) => {
    const request = ask({ subject: 'carta-identita' });
    const { call } = request;
    await calls.fromTotem(totem, request);
    clock.now += wait * 1000;
    if (end === 'abandoned') return calls.fromTotem(totem, { type: 'leave', call });
    await anna.take({ type: 'pick', call });
    await anna.take({ type: 'media', call, flowing: true });
    await calls.fromTotem(totem, { type: 'media', call, flowing: true });
    clock.now += 60_000;
    if (end === 'goes on') return;
    if (end === 'handed on') {
      await anna.take({ type: 'transfer', call, to: { office: 'strade' }, note: '' });
      await anna.take({ type: 'pick', call });
    }
    await anna.take({ type: 'file', call, tags: ['documenti'] });
    await anna.take({ type: 'leave', call });
  };
  for (let turn = 0; turn < 3; turn += 1) {
    await one('rho', 10, 'answered');
    await one('rho', 40, 'answered');
    await one('rho', 5, 'abandoned');
  }
  await one('legnano', 20, 'handed on');
  await one('legnano', 20, 'goes on');

  await until(
    'the wall has counted them',
    () => anna.last()?.queues.some(({ office, offered }) => office === 'urp' && offered === 11) ?? false,
  );
  const made = await calls.report({});
  if (!made.ok) return t.fail(made.error.message);
  const report = made.value;
  t.true(readReport(JSON.parse(JSON.stringify(report))).ok);
  const wall = anna.last()?.queues.find(({ office }) => office === 'urp');
  const figures = { offered: 11, answered: 8, abandoned: 3, serviceLevel: 5 / 11, meanWait: 190 / 8 };
  t.like(wall, figures);
  t.deepEqual(report.total, figures);
  t.deepEqual(report.byOffice, [{ office: 'urp', ...figures }], 'it counts where it was asked for');
  t.deepEqual(report.byDay, [{ day: '2026-11-25', ...figures }]);
  t.deepEqual(
    report.byOutcome.filter(({ count }) => count > 0),
    [
      { name: 'answered', count: 7 },
      { name: 'abandoned', count: 3 },
    ],
  );
  t.deepEqual(report.bySubject, [{ name: 'carta-identita', count: 11 }]);
  const table = callTable(report);
  t.true(table.includes('office,urp,offered,11\r\n'), table);
  t.true(table.includes('"answered within 30 s, share"'), table);

  // What few calls were about is not told.
  await calls.fromTotem('arese', ask({ subject: 'bonus-asilo', language: 'ar' }));
  const later = await calls.report({ office: 'urp' });
  t.false(JSON.stringify(later).includes('bonus-asilo'));
  t.false(JSON.stringify(later).includes('"ar"'));
  t.like(await calls.report({ office: 'strade' }), { value: { total: { offered: 0, serviceLevel: null } } });
  t.like(await calls.report({ from: '2026-02-01', to: '2026-01-01' }), { error: { field: '/from' } });
  t.like(await calls.report({ from: '2020-01-01', to: '2026-01-01' }), { error: { field: '/from' } });
  t.like(await calls.report({ from: '2026-01-01', to: '2026-01-31' }), { value: { total: { offered: 0 } } });
});
