import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { pino } from 'pino';
import { startPrinting } from '../../../agent/printing/index.ts';
import {
  AgentConfiguration,
  type AgentMessage,
  noPublicServices,
  validatorOf,
} from '../../../protocol/index.ts';
import { readReceipt } from '../../harness/escpos.ts';
import { createReceiptPrinter } from '../../harness/receipt-printer.ts';
import { createPlug } from '../../harness/sensors/index.ts';
import { until } from '../../harness/until.ts';
import { fixtureContent } from '../ui/fixture.ts';

const validate = validatorOf(AgentConfiguration);
const pace = { beat: 60, answer: 300, reopenFirst: 50, reopenLast: 200 };

async function folderOf(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-printer-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function bench(t: ExecutionContext, printer: Record<string, unknown>) {
  const configuration = validate({ printer });
  if (!configuration.ok) throw new Error(configuration.error.message);
  const settings = configuration.value.printer;
  if (!settings) throw new Error('no printer');
  const faults = new Map<string, string>();
  const sent: AgentMessage[] = [];
  let request = 0;
  const printing = startPrinting({
    settings,
    content: () => fixtureContent('r1'),
    services: () => ({ ...noPublicServices, url: 'https://totem.example.org' }),
    send: (message) => void sent.push(message),
    faults: {
      raise: (code, message) => void faults.set(code, message),
      clear: (code) => void faults.delete(code),
    },
    now: () => Date.parse('2026-11-25T12:00:00Z'),
    pace,
    log: pino({ enabled: false }),
  });
  t.teardown(() => printing.stop());
  const ask = (id = 'lavoro-uno', language = 'it') => {
    request += 1;
    printing.heard({ type: 'print', request, place: { kind: 'card', id, language } }, 1);
    return request;
  };
  const outcomeOf = (wanted: number) =>
    until(
      `the outcome of ${wanted}`,
      () =>
        sent.flatMap((message) =>
          message.type === 'print_result' && message.request === wanted ? [message.outcome] : [],
        )[0],
    );
  return {
    printing,
    faults,
    sent,
    ask,
    outcomeOf,
    print: (id?: string, language?: string) => outcomeOf(ask(id, language)),
    become: (state: string) => until(`the printer is ${state}`, () => printing.state() === state),
  };
}

test('a serial printer: receipts of the published content, so many a session, and its troubles told', async (t) => {
  const device = join(await folderOf(t), 'port');
  const { faults, printing, print, ask, outcomeOf, become, sent } = bench(t, {
    connection: 'serial',
    device,
    flow: 'none',
    perSession: 2,
    paper: 58,
  });
  await become('lost');
  t.true(faults.has('printer.lost'));
  t.is(await print(), 'failed', 'nothing is there');

  const emulated = createReceiptPrinter();
  const plug = createPlug(t, device);
  await plug.plug(emulated);
  await become('ready');
  t.deepEqual([...faults.keys()], []);
  t.deepEqual(sent.at(-1), { type: 'printer', state: 'ready', languages: ['it', 'en', 'de', 'fr', 'es'] });

  t.is(await print(), 'printed');
  const receipt = await until('the whole receipt', () => {
    const bytes = emulated.received();
    return bytes.length > 200 && bytes;
  });
  const printed = readReceipt(receipt);
  t.deepEqual(printed.codes, ['https://totem.example.org/p/it/card/lavoro-uno']);
  t.is(printed.cuts, 1);
  t.true(
    printed.lines.some((line) => Buffer.from(line).toString('latin1').includes('Iscriversi allo sportello')),
  );

  t.is(await print('no-such-card'), 'unknown');
  const first = ask();
  const second = ask();
  t.is(await outcomeOf(second), 'busy', 'one at a time');
  t.is(await outcomeOf(first), 'printed');
  t.is(await print(), 'limited');
  printing.session(false);
  t.is(await print(), 'printed', 'the next citizen has a share of his own');

  emulated.set({ paperLow: true });
  await until('the end of the roll', () => faults.has('printer.paper_low'));
  t.is(printing.state(), 'ready');
  emulated.set({ paperOut: true });
  await become('paper_out');
  t.is(await print(), 'paper_out');
  emulated.set({ paperOut: false, paperLow: false, coverOpen: true, quiet: true });
  await become('cover_open');
  t.true(faults.has('printer.cover_open'));
  t.false(faults.has('printer.paper_out'));
  emulated.set({ coverOpen: false, cutterJammed: true });
  await become('failed');
  emulated.set({ cutterJammed: false, deaf: true });
  await plug.unplug();
  await become('lost');
  await plug.plug(emulated);
  await become('silent');
  t.deepEqual([...faults.keys()], ['printer.silent']);
  emulated.set({ deaf: false });
  await become('ready');
  plug.noise(Uint8Array.from({ length: 300 }, (_, index) => (index * 37) & 0xff));
  t.true(['printed', 'failed', 'paper_out', 'cover_open'].includes(await print()), 'rubbish does no harm');
  await become('ready');
});

test('the printer class: written as a file, taken back when it is pulled out in the middle', async (t) => {
  const device = join(await folderOf(t), 'lp0');
  const { print, become, ask, outcomeOf, faults } = bench(t, { connection: 'usb', device });
  const emulated = createReceiptPrinter();
  const plug = createPlug(t, device);
  await plug.plug(emulated);
  await become('ready');
  t.is(await print(), 'printed');
  await until('the cut', () => readable(emulated.received()));
  const number = ask();
  await plug.unplug();
  t.true(['failed', 'printed'].includes(await outcomeOf(number)));
  await become('lost');
  t.true(faults.has('printer.lost'));
  await plug.plug(emulated);
  await become('ready');
  t.deepEqual([...faults.keys()], []);
});

test('a printer that only listens: a FIFO gets the bytes; one that takes none does not hold anybody up', async (t) => {
  const device = join(await folderOf(t), 'lp1');
  execFileSync('mkfifo', [device]);
  const { print, become, printing } = bench(t, {
    connection: 'usb',
    device,
    status: false,
    cut: false,
    timeoutSeconds: 1,
    perSession: 50,
  });
  await become('lost');
  const reader = spawn('cat', [device], { stdio: ['ignore', 'pipe', 'ignore'] });
  t.teardown(() => reader.kill('SIGKILL'));
  const pieces: Buffer[] = [];
  reader.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  await become('ready');
  t.is(await print('lavoro-uno', 'en'), 'printed');
  const printed = await until('the receipt', () => readable(Buffer.concat(pieces)));
  t.is(printed.cuts, 0);
  t.deepEqual(printed.codes, ['https://totem.example.org/p/en/card/lavoro-uno']);

  // A reader that stops: the pipe's 64 KiB fill up.
  reader.kill('SIGSTOP');
  let outcome = 'printed';
  for (let receipts = 0; outcome === 'printed' && receipts < 200; receipts += 1) {
    printing.session(false);
    outcome = await print();
  }
  t.is(outcome, 'failed');
  const gone = once(reader, 'exit');
  reader.kill('SIGKILL');
  await gone;
  await become('lost');
});

/** A receipt that is whole; undefined while bytes are missing. */
function readable(bytes: Uint8Array) {
  try {
    const printed = readReceipt(bytes);
    return printed.codes.length > 0 ? printed : undefined;
  } catch {
    return undefined;
  }
}
