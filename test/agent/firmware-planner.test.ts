import test from 'ava';
import fc from 'fast-check';
import { isOpen, type Waits, waitsOf } from '../../agent/firmware/conditions.ts';
import { objectionTo, sideOf } from '../../agent/firmware/slots.ts';
import { firmwareEvents, firmwareTransitions, nextFirmwareState } from '../../agent/firmware/table.ts';
import { type FirmwareActual, type FirmwareStep, planFirmware } from '../../agent/reconcile/index.ts';
import { type FirmwareRecord, initialFirmware } from '../../agent/state/index.ts';
import { type DesiredFirmware, firmwareStates, firmwareWaits, weekdays } from '../../protocol/index.ts';

const free: Waits = { fetch: [], install: [], reboot: [] };
const wish = (version: string, more: Partial<DesiredFirmware> = {}): DesiredFirmware => ({
  version,
  bundle: { sha256: 'a'.repeat(64), size: 100 },
  manifestHash: null,
  compatible: 'board',
  allowDowngrade: false,
  window: null,
  soakSeconds: 0,
  attempt: 1,
  ...more,
});
const move: NonNullable<FirmwareRecord['move']> = {
  from: { name: 'rootfs.0', bootname: 'A' },
  to: { name: 'rootfs.1', bootname: 'B' },
  version: '1.0.0',
  bootId: 'one',
  starts: 0,
  returns: 0,
  baseline: { display: true, touch: [], sensors: [], faults: [] },
};
const at = (record: Partial<FirmwareRecord>, more: Partial<FirmwareActual> = {}): FirmwareActual => ({
  record: { ...initialFirmware(), ...record },
  running: { version: '1.0.0' },
  waits: free,
  side: null,
  rebooted: false,
  keptGood: true,
  ...more,
});

test('the table holds exactly these rows', (t) => {
  const rows = firmwareStates.flatMap((state) =>
    firmwareEvents
      .filter((event) => nextFirmwareState(state, event))
      .map((event) => `${state} --${event}--> ${nextFirmwareState(state, event)}`),
  );
  t.deepEqual(rows, [
    'idle --targeted--> offered',
    'offered --targeted--> offered',
    'offered --held--> waiting',
    'offered --begun--> fetching',
    'offered --cleared--> installing',
    'offered --refused--> failed',
    'offered --settled--> idle',
    'waiting --targeted--> offered',
    'waiting --begun--> fetching',
    'waiting --cleared--> installing',
    'waiting --settled--> idle',
    'fetching --targeted--> offered',
    'fetching --held--> waiting',
    'fetching --fetched--> waiting',
    'fetching --refused--> failed',
    'fetching --settled--> idle',
    'installing --lost--> waiting',
    'installing --installed--> installed',
    'installing --refused--> failed',
    'installing --booted--> proving',
    'installed --restarted--> rebooting',
    'installed --booted--> proving',
    'rebooting --booted--> proving',
    'rebooting --returned--> failed',
    'proving --proved--> confirmed',
    'proving --unproved--> rolling_back',
    'proving --returned--> failed',
    'confirmed --targeted--> offered',
    'confirmed --settled--> idle',
    'rolling_back --returned--> failed',
    'failed --targeted--> offered',
    'failed --settled--> idle',
  ]);
  t.deepEqual(Object.keys(firmwareTransitions), [...firmwareStates]);
});

test('what is planned for each state', (t) => {
  const two = wish('2.0.0');
  const held: Waits = { fetch: ['space'], install: ['session'], reboot: ['session'] };
  const rows: [string, DesiredFirmware | null, FirmwareActual, FirmwareStep['action'] | null][] = [
    ['nothing is wanted', null, at({}), null],
    ['the slot is kept good first', two, at({}, { keptGood: false }), 'keepGood'],
    ['a new firmware', two, at({}), 'offer'],
    ['the one that runs', wish('1.0.0'), at({}), null],
    ['RAUC is silent', two, at({}, { running: null }), null],
    ['offered', two, at({ state: 'offered', target: two }), 'fetch'],
    ['offered, to be streamed', two, at({ state: 'offered', target: two, streams: true }), 'install'],
    ['offered without room', two, at({ state: 'offered', target: two }, { waits: held }), 'hold'],
    ['without room still', two, at({ state: 'waiting', target: two }, { waits: held }), null],
    [
      'here, but a citizen is',
      two,
      at({ state: 'waiting', target: two, fetched: true }, { waits: held }),
      null,
    ],
    ['here and nobody there', two, at({ state: 'waiting', target: two, fetched: true }), 'install'],
    ['a newer one while fetching', wish('3.0.0'), at({ state: 'fetching', target: two }), 'offer'],
    ['withdrawn while fetching', null, at({ state: 'fetching', target: two }), 'settle'],
    [
      'a newer one while installing',
      wish('3.0.0'),
      at({ state: 'installing', target: two, move }),
      'install',
    ],
    ['withdrawn while installing', null, at({ state: 'installing', target: two, move }), 'install'],
    [
      'power was cut into the new slot',
      two,
      at({ state: 'installing', target: two, move }, { rebooted: true, side: 'new' }),
      'locate',
    ],
    [
      'power was cut while installing: the former slot is kept good first',
      two,
      at({ state: 'installing', target: two, move }, { rebooted: true, side: 'former', keptGood: false }),
      'keepGood',
    ],
    [
      'and then it is installed anew',
      two,
      at({ state: 'installing', target: two, move }, { rebooted: true, side: 'former' }),
      'install',
    ],
    [
      'killed while installing: RAUC may be at work, so it is waited for',
      two,
      at({ state: 'installing', target: two, move }, { side: 'former', keptGood: false }),
      'install',
    ],
    ['installed', two, at({ state: 'installed', target: two, move }), 'reboot'],
    ['installed, with a citizen', two, at({ state: 'installed', target: two, move }, { waits: held }), null],
    [
      'installed, power cut, former slot',
      two,
      at({ state: 'installed', target: two, move }, { rebooted: true, side: 'former' }),
      'reboot',
    ],
    ['not restarted yet', two, at({ state: 'rebooting', target: two, move }), 'reboot'],
    ['restarted', two, at({ state: 'rebooting', target: two, move }, { rebooted: true }), 'locate'],
    ['proving', two, at({ state: 'proving', target: two, move }, { side: 'new' }), 'prove'],
    ['proving where nobody tells the slot', two, at({ state: 'proving', target: two, move }), 'prove'],
    [
      'proving in the wrong slot',
      two,
      at({ state: 'proving', target: two, move }, { side: 'former' }),
      'locate',
    ],
    ['rolling back', two, at({ state: 'rolling_back', target: two, move }, { side: 'new' }), 'rollBack'],
    ['rolled back', two, at({ state: 'rolling_back', target: two, move }, { side: 'former' }), 'locate'],
    ['refused', two, at({ state: 'failed', rejected: two }), null],
    [
      'refused in another window',
      wish('2.0.0', { soakSeconds: 9 }),
      at({ state: 'failed', rejected: two }),
      null,
    ],
    ['another attempt', wish('2.0.0', { attempt: 2 }), at({ state: 'failed', rejected: two }), 'offer'],
    ['back to what runs', wish('1.0.0'), at({ state: 'failed', rejected: two }), 'settle'],
    ['confirmed and wanted still', two, at({ state: 'confirmed' }, { running: { version: '2.0.0' } }), null],
  ];
  for (const [what, wanted, actual, expected] of rows) {
    t.is(planFirmware(wanted, actual)?.action ?? null, expected, what);
  }
});

test('every step that is planned is one that the table allows', (t) => {
  const events = {
    offer: ['targeted'],
    hold: ['held'],
    fetch: ['begun', 'fetched'],
    install: ['cleared', 'installed'],
    reboot: ['restarted', undefined],
    locate: ['booted', 'returned'],
    prove: ['proved'],
    rollBack: ['returned'],
    settle: ['settled'],
    keepGood: [undefined],
  } as const;
  const version = fc.constantFrom('1.0.0', '2.0.0', '3.0.0');
  const firmware = fc.record({ version, attempt: fc.integer({ min: 1, max: 2 }) });
  const anyWish = fc.option(firmware.map(({ version: name, attempt }) => wish(name, { attempt })));
  const anyWaits = fc.uniqueArray(fc.constantFrom(...firmwareWaits));
  fc.assert(
    fc.property(
      fc.constantFrom(...firmwareStates),
      fc.tuple(anyWish, anyWish, anyWish),
      fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
      fc.constantFrom('new' as const, 'former' as const, null),
      fc.tuple(anyWaits, anyWaits, anyWaits),
      (state, [wanted, target, rejected], [fetched, streams, rebooted, keptGood], side, waits) => {
        const [fetch, install, reboot] = waits;
        const record = { state, target: target ?? wish('2.0.0'), rejected, fetched, streams, move };
        const actual = at(record, { waits: { fetch, install, reboot }, side, rebooted, keptGood });
        const step = planFirmware(wanted, actual);
        if (!step) return;
        const allowed: readonly (string | undefined)[] = events[step.action];
        const possible = firmwareEvents.filter((event) => nextFirmwareState(state, event));
        t.true(
          allowed.includes(undefined) || possible.some((event) => allowed.includes(event)),
          `${step.action} in ${state}`,
        );
        // Nothing that shows is begun while something stands against it.
        if (step.action === 'install' && state !== 'installing') t.deepEqual(install, []);
        if (step.action === 'reboot' && state === 'installed') t.deepEqual(reboot, []);
      },
    ),
    { numRuns: 5000 },
  );
});

test('a window is local time; one over midnight belongs to the day on which it starts', (t) => {
  const night = { days: ['fri' as const], from: '22:00', to: '04:00' };
  // 27 November 2026 is a Friday.
  const rows: [number, number, number, boolean][] = [
    [27, 21, 59, false],
    [27, 22, 0, true],
    [28, 3, 59, true],
    [28, 4, 0, false],
    [28, 22, 0, false],
    [27, 3, 0, false],
  ];
  for (const [day, hour, minute, open] of rows) {
    t.is(isOpen(night, new Date(2026, 10, day, hour, minute)), open, `${day} ${hour}:${minute}`);
  }
  t.true(isOpen({ days: ['fri'], from: '00:00', to: '00:00' }, new Date(2026, 10, 27, 12)));
});

test('a window and the rest of the week share no minute, and together are the whole week', (t) => {
  const clock = fc
    .integer({ min: 0, max: 1439 })
    .map(
      (minutes) =>
        `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`,
    );
  fc.assert(
    fc.property(clock, clock, fc.integer({ min: 0, max: 10_079 }), (from, to, minute) => {
      fc.pre(from !== to);
      const moment = new Date(2026, 10, 23, 0, minute);
      const days = [...weekdays];
      t.not(isOpen({ days, from, to }, moment), isOpen({ days, from: to, to: from }, moment));
    }),
  );
});

test('what each step waits for', (t) => {
  const calm = {
    now: new Date(2026, 10, 27, 12),
    window: null,
    citizenPresent: false,
    board: { undervoltage: null, battery: null, temperatureCelsius: null },
    serviceReady: true,
    neededBytes: 10,
    freeBytes: 10,
  };
  const limits = { maximumCelsius: 80, minimumBatteryPercent: 40 };
  const waits = (more: Partial<typeof calm> | object) => waitsOf({ ...calm, ...more }, limits);
  t.deepEqual(waits({}), free);
  t.deepEqual(waits({ freeBytes: 9 }), { fetch: ['space'], install: [], reboot: [] });
  t.deepEqual(waits({ citizenPresent: true }), { fetch: [], install: ['session'], reboot: ['session'] });
  t.deepEqual(waits({ serviceReady: false }).install, ['service']);
  const board = (more: object) => waits({ board: { ...calm.board, ...more } });
  t.deepEqual(board({ undervoltage: true }), { fetch: [], install: ['power'], reboot: ['power'] });
  t.deepEqual(board({ battery: { percent: 39, charging: false } }).install, ['power']);
  t.deepEqual(board({ battery: { percent: 5, charging: true } }), free);
  t.deepEqual(board({ temperatureCelsius: 81 }), { fetch: [], install: ['temperature'], reboot: [] });
  const window = { days: ['sat' as const], from: '00:00', to: '00:00' };
  t.deepEqual(waits({ window }), { fetch: [], install: ['window'], reboot: ['window'] });
});

test('what may not run here is said before anything is fetched', (t) => {
  const running = { compatible: 'board', version: '2.0.0' };
  t.is(objectionTo(wish('2.0.1'), running), null);
  t.is(objectionTo(wish('1.0.0', { allowDowngrade: true }), running), null);
  t.is(
    objectionTo(wish('1.0.0'), { ...running, version: null }),
    null,
    'a slot from the factory says nothing',
  );
  t.regex(objectionTo(wish('2.0.0-rc.1'), running)?.message ?? '', /older than 2\.0\.0/);
  t.regex(objectionTo(wish('3.0.0', { compatible: 'other' }), running)?.message ?? '', /for other/);
  t.is(sideOf(move, 'B'), 'new');
  t.is(sideOf(move, 'rootfs.0'), 'former');
  t.is(sideOf(move, 'recovery'), null);
});
