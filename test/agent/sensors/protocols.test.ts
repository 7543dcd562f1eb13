import test from 'ava';
import fc from 'fast-check';
import type { Dialogue, Measurement } from '../../../agent/sensors/driver.ts';
import { conversationOf } from '../../../agent/sensors/drivers.ts';
import { readFirmware, readParameters } from '../../../agent/sensors/index.ts';
import { radarCommands } from '../../../agent/sensors/ld2410-commands.ts';
import { crc16 } from '../../../agent/sensors/modbus.ts';
import { pmsCommands } from '../../../agent/sensors/pms5003.ts';
import { scdCommands } from '../../../agent/sensors/scd30.ts';
import { spsCommands } from '../../../agent/sensors/sps30.ts';
import { SensorConfiguration, validatorOf } from '../../../protocol/index.ts';
import {
  airBytes,
  floats,
  modbusBytes,
  reportBytes,
  sentence,
  shdlcBytes,
} from '../../harness/sensors/index.ts';

const validate = validatorOf(SensorConfiguration);
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
const bytesOf = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');

function dialogue(settings: Record<string, unknown>): Dialogue {
  const checked = validate({ id: 'one', port: '/dev/ttyS1', ...settings });
  if (!checked.ok) throw new Error(checked.error.message);
  const begun = conversationOf(checked.value)?.begin();
  if (!begun) throw new Error('no driver');
  return begun;
}

/** All that came out of some bytes. */
function hear(into: Dialogue, chunks: readonly Uint8Array[], at = 0) {
  const heard = chunks.map((chunk) => into.take(chunk, at));
  return {
    frames: heard.reduce((sum, { frames }) => sum + frames, 0),
    damaged: heard.reduce((sum, { damaged }) => sum + damaged, 0),
    frameBytes: heard.reduce((sum, { frameBytes }) => sum + frameBytes, 0),
    measurements: heard.flatMap(({ measurements }) => measurements),
  };
}

const valueIn = (measurements: readonly Measurement[], quantity: string): number | undefined =>
  measurements.findLast((one) => one.quantity === quantity)?.value;

const mapping = [
  { quantity: 'co2', unit: 'ppm', field: 'air.co2', column: 1, minimum: 0, maximum: 40_000 },
  { quantity: 'temperature', unit: '°C', field: 't', column: 0, scale: 0.1, offset: -40 },
];
/** Each protocol with some of its frames, as many as must be found. */
const streams = [
  {
    settings: { driver: 'ld2410' },
    frames: [reportBytes({ moving: 120, still: 300 }), reportBytes({ moving: null, still: 80 }, true)],
    count: 2,
  },
  {
    settings: { driver: 'pms5003' },
    frames: [airBytes([1, 2, 3]), airBytes([0x42, 0x4d, 0x424d])],
    count: 2,
  },
  {
    settings: { driver: 'sps30' },
    frames: [shdlcBytes([0, 3, 0, 40, ...floats([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])]), shdlcBytes([0, 3, 0, 0])],
    count: 2,
  },
  {
    settings: { driver: 'scd30' },
    frames: [modbusBytes([0x61, 3, 2, 0, 1]), modbusBytes([0x61, 3, 12, ...floats([450, 21, 40])])],
    count: 2,
  },
  {
    settings: { driver: 'nmea' },
    frames: [
      Buffer.from(sentence('GPGGA,101530.00,4527.8500,N,00911.4000,E,1,08,0.9,121.4,M,47.8,M,,')),
      Buffer.from(sentence('GLGSV,1,1,03,65,20,100,30,66,40,200,35,67,10,300,')),
    ],
    count: 2,
  },
  {
    settings: { driver: 'line', format: 'json', mapping },
    frames: [Buffer.from('{"air":{"co2":500},"t":600}\n'), Buffer.from('{"t":601,"air":{"co2":501}}\r\n')],
    count: 2,
  },
];

/** The same bytes in pieces of any size. */
function pieces(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const cut: Uint8Array[] = [];
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    cut.push(bytes.subarray(at, at + size));
    at += size;
  }
  return cut;
}

for (const { settings, frames, count } of streams) {
  const whole = Buffer.concat(frames);
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 });

  test(`${settings.driver}: however the bytes are split, the same comes out`, (t) => {
    fc.assert(
      fc.property(sizes, fc.uint8Array({ maxLength: 80 }), (sizes, rubbish) => {
        const bytes = Buffer.concat([whole, rubbish, whole]);
        const { measurements: inPieces, ...countsInPieces } = hear(dialogue(settings), pieces(bytes, sizes));
        const { measurements: atOnce, ...counts } = hear(dialogue(settings), [bytes]);
        t.deepEqual(countsInPieces, counts);
        // Of several frames that come together only the last may be told.
        for (const { quantity, value } of atOnce) {
          t.true(inPieces.some((one) => one.quantity === quantity && one.value === value));
        }
      }),
      { numRuns: 60 },
    );
    t.is(hear(dialogue(settings), [whole]).frames, count);
    t.is(hear(dialogue(settings), [whole]).damaged, 0);
    t.is(hear(dialogue(settings), [whole]).frameBytes, whole.length);
  });

  test(`${settings.driver}: it finds its frames again after any rubbish`, (t) => {
    // The first frames may be taken for the end of what the rubbish began.
    const many = Buffer.concat(Array.from({ length: 40 }, () => whole));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (rubbish) => {
        const read = dialogue(settings);
        hear(read, [rubbish, many]);
        t.is(hear(read, [whole]).frames, count);
      }),
      { numRuns: 60 },
    );
  });

  test(`${settings.driver}: a frame with a wrong byte gives no reading`, (t) => {
    if (settings.driver === 'line') return t.pass('a line carries no checksum');
    const [frame] = frames;
    if (!frame) return t.fail();
    const right = JSON.stringify(hear(dialogue(settings), [frame]).measurements);
    for (const at of frame.keys()) {
      for (const bit of [0, 3, 7]) {
        const wrong = Uint8Array.from(frame);
        wrong[at] = (wrong[at] ?? 0) ^ (1 << bit);
        const heard = hear(dialogue(settings), [wrong]);
        t.true(heard.frames <= 1);
        // The radar has no checksum: there only what is fixed or out of range can be seen.
        if (settings.driver !== 'ld2410')
          t.true(heard.frames === 0 || JSON.stringify(heard.measurements) === right);
        for (const { quantity, value } of heard.measurements) {
          t.true(Number.isFinite(value), quantity);
          if (quantity.endsWith('energy')) t.true(value <= 100);
          if (quantity.endsWith('distance')) t.true(value <= 6.75);
        }
      }
    }
  });

  test(`${settings.driver}: random bytes never throw, never read, and keep nothing`, (t) => {
    const read = dialogue(settings);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 100, maxLength: 2000 }), (bytes) => {
        const { measurements } = hear(read, [bytes]);
        t.true(measurements.every(({ value }) => Number.isFinite(value)));
        t.is(measurements.length, 0);
      }),
      { numRuns: 100 },
    );
  });
}

test('the radar: commands and answers are those of its document', (t) => {
  t.is(hex(radarCommands.enable()), 'fdfcfbfa0400ff00010004030201');
  t.is(hex(radarCommands.end()), 'fdfcfbfa0200fe0004030201');
  t.is(
    hex(radarCommands.gates(8, 8, 5)),
    'fdfcfbfa14006000000008000000010008000000020005000000' + '04030201',
  );
  t.is(
    hex(radarCommands.sensitivity(0xffff, 40, 40)),
    'fdfcfbfa140064000000ffff00000100280000000200280000' + '0004030201',
  );
  t.is(hex(radarCommands.baud(256_000)), 'fdfcfbfa0400a100070004030201');
  t.is(radarCommands.baud(31_250), undefined);
  t.is(readFirmware(bytesOf('0001 0201 16240622')), '1.02.22062416');
  t.deepEqual(
    readParameters(bytesOf('aa 08 08 08 14 14 14 14 14 14 14 14 14 19 19 19 19 19 19 19 19 19 05 00')),
    {
      movingGate: 8,
      stillGate: 8,
      moving: Array(9).fill(20),
      still: Array(9).fill(25),
      noOneSeconds: 5,
    },
  );
  t.is(readParameters(bytesOf('aa 08 08')), undefined);
});

test('the radar: a report is read in both modes, and one of its document', (t) => {
  const report = bytesOf('f4f3f2f1 0d00 02aa 02 5100 00 0000 3b 0000 5500 f8f7f6f5');
  const { measurements, frames } = hear(dialogue({ driver: 'ld2410' }), [report]);
  t.is(frames, 1);
  t.is(valueIn(measurements, 'presence'), 1);
  t.is(valueIn(measurements, 'moving'), 0);
  t.is(valueIn(measurements, 'still_energy'), 59);
  const engineering = hear(dialogue({ driver: 'ld2410', engineering: true }), [
    reportBytes({ moving: 130, still: 90 }, true),
  ]).measurements;
  t.is(valueIn(engineering, 'distance'), 0.9);
  t.is(valueIn(engineering, 'moving_energy_gate_8'), 10);
});

test('the radar: without an answer it is asked three times, closed, and then listened to', (t) => {
  const radar = dialogue({ driver: 'ld2410' });
  const said: string[] = [];
  for (let at = 0; at < 20_000; at += 250)
    said.push(...radar.tick(at).map((bytes) => hex(bytes).slice(12, 14)));
  t.deepEqual(said, ['ff', 'ff', 'ff', 'fe', 'fe', 'fe']);
  t.is(hear(radar, [reportBytes({ moving: 100, still: null })]).frames, 1);
});

test('the particle counter: commands of its manual, and rests between readings', (t) => {
  t.is(hex(pmsCommands.sleep()), '424de400000173');
  t.is(hex(pmsCommands.wake()), '424de400010174');
  t.is(hex(pmsCommands.passive()), '424de100000170');
  t.is(hex(pmsCommands.read()), '424de200000171');
  const counter = dialogue({ driver: 'pms5003', restSeconds: 300 });
  t.deepEqual(counter.tick(1000).map(hex), ['424de400010174', '424de100000170']);
  t.is(counter.take(airBytes([1, 2, 3]), 5000).measurements.length, 0, 'the fan is not at speed yet');
  t.deepEqual(counter.tick(20_000), []);
  t.deepEqual(counter.tick(31_000).map(hex), ['424de200000171']);
  const read = counter.take(airBytes([1, 2, 3]), 31_100);
  t.is(valueIn(read.measurements, 'pm10'), 3);
  t.is(valueIn(read.measurements, 'particles_0_3'), 9);
  t.deepEqual(read.send.map(hex), ['424de400000173']);
  t.deepEqual(counter.tick(300_000), []);
  t.is(counter.tick(301_200).length, 2, 'it wakes half a minute before the next reading');
});

test('the dust sensor: commands of its datasheet, and what the status says', (t) => {
  t.is(hex(spsCommands.start()), '7e0000020103f97e');
  t.is(hex(spsCommands.read()), '7e000300fc7e');
  t.is(hex(spsCommands.cleaningEvery(604_800)), '7e008005' + '0000093a80' + 'b77e');
  t.is(hex(spsCommands.product()), '7e00d001002e7e');
  const sensor = dialogue({ driver: 'sps30' });
  const status = sensor.take(shdlcBytes([0, 0xd2, 0, 5, 0x00, 0x20, 0x00, 0x10, 0]), 0);
  t.deepEqual(
    status.measurements.map(({ quantity, value }) => [quantity, value]),
    [
      ['fan_speed_alarm', 1],
      ['laser_alarm', 0],
      ['fan_alarm', 1],
    ],
  );
  t.is(sensor.take(shdlcBytes([0, 3, 0, 4, 1, 2, 3, 4]), 0).damaged, 1, 'a measurement has ten values');
});

test('the gas sensor: commands and answers of its description', (t) => {
  t.is(hex(scdCommands.start()), '610600360000' + '6064');
  t.is(hex(scdCommands.ready()), '610300270001' + '3da1');
  t.is(hex(scdCommands.read()), '610300280006' + '4c60');
  t.is(crc16(bytesOf('610302 0001')), 0x8cf9);
  const sensor = dialogue({ driver: 'scd30' });
  const said: string[] = [];
  const turn = (at: number, answer?: string) => {
    said.push(...sensor.tick(at).map((bytes) => hex(bytes).slice(2, 8)));
    return answer === undefined ? [] : sensor.take(bytesOf(answer), at).measurements;
  };
  turn(0, hex(scdCommands.interval(5)));
  turn(500, hex(scdCommands.start()));
  turn(1000, '6103020001f98c');
  const read = turn(1500, '61030c43db8c2e41d9e7ff42433a1b5007');
  t.deepEqual(said, ['060025', '060036', '030027', '030028']);
  t.is(valueIn(read, 'co2')?.toFixed(1), '439.1');
  t.is(valueIn(read, 'temperature')?.toFixed(1), '27.2');
  t.is(valueIn(read, 'humidity')?.toFixed(1), '48.8');
});

test('the receiver: position, speed and clock, and dates before this driver existed', (t) => {
  const read = (content: string) =>
    hear(dialogue({ driver: 'nmea' }), [Buffer.from(sentence(content))]).measurements;
  const south = read('GPRMC,123519.00,A,3352.100,S,07044.250,W,10.0,084.4,251126,,,A');
  t.is(valueIn(south, 'latitude')?.toFixed(4), '-33.8683');
  t.is(valueIn(south, 'longitude')?.toFixed(4), '-70.7375');
  t.is(valueIn(south, 'speed')?.toFixed(3), '5.144');
  t.is(valueIn(south, 'clock'), Date.UTC(2026, 10, 25, 12, 35, 19) / 1000);
  const old = read('GPRMC,123519,A,4527.8,N,00911.4,E,0.0,,110407,,,A');
  t.is(valueIn(old, 'clock_rollovers'), 1);
  t.is(valueIn(old, 'clock'), Date.UTC(2007, 3, 11, 12, 35, 19) / 1000 + 1024 * 7 * 86_400);
  t.deepEqual(read('GPRMC,123519,V,,,,,,,251126,,,N'), [], 'without a fix nothing is known');
  t.deepEqual(
    read('GPGGA,,,,,,0,00,99.99,,,,,,').map(({ quantity }) => quantity),
    ['fix', 'satellites'],
  );
  t.deepEqual(read('GNZDA,123519.00,31,02,2026,00,00'), [], 'there is no such day');
  t.is(valueIn(read('GPGGA,1,9127.8500,N,00911.4000,E,1,08,0.9,1,M,,M,,'), 'latitude'), undefined);
});

test('lines: columns, ranges and scales as declared', (t) => {
  const csv = dialogue({ driver: 'line', format: 'csv', separator: ';', mapping });
  const first = hear(csv, [Buffer.from('alf of a line\n600; 450\n')]);
  t.is(valueIn(first.measurements, 'temperature'), 20);
  t.is(valueIn(first.measurements, 'co2'), 450);
  t.is(first.damaged, 0, 'the line that was under way is no damage');
  for (const wrong of ['600;450000', '600', 'x;450', '600;', ';450']) {
    const heard = hear(csv, [Buffer.from(`${wrong}\n`)]);
    t.deepEqual([heard.frames, heard.damaged, heard.measurements.length], [0, 1, 0], wrong);
  }
  t.is(hear(csv, [Buffer.alloc(5000, 'a')]).damaged, 4, 'a line has an end');
});
