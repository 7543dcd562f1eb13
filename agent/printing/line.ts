import { constants, type FileHandle, open } from 'node:fs/promises';
import { SerialPort } from 'serialport';
import type { PrinterConfiguration } from '../../protocol/index.ts';

/** The open way to a printer. */
export interface Line {
  /** Resolves once the device has taken all; rejects when it is gone or `signal` ends the waiting. */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /** Bytes that are on their way are thrown away. */
  close(): Promise<void>;
}

export interface LineListener {
  onBytes(bytes: Uint8Array): void;
  /** The printer has been pulled out. Told once, unless `close` came first. */
  onGone(reason: string): void;
}

/** Opens the way to the printer. Rejects where it does not open. */
export function openLine(settings: PrinterConfiguration, listener: LineListener): Promise<Line> {
  return settings.connection === 'serial' ? openSerial(settings, listener) : openFile(settings, listener);
}

type Serial = Extract<PrinterConfiguration, { connection: 'serial' }>;
type Usb = Extract<PrinterConfiguration, { connection: 'usb' }>;

async function openSerial({ device, baud, flow }: Serial, listener: LineListener): Promise<Line> {
  const port = new SerialPort({
    path: device,
    baudRate: baud,
    rtscts: flow === 'hardware',
    xon: flow === 'software',
    xoff: flow === 'software',
    autoOpen: false,
  });
  let shut = false;
  const gone = (reason: string): void => {
    if (shut) return;
    shut = true;
    listener.onGone(reason);
  };
  const done = (act: (callback: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      act((error) => (error ? reject(error) : resolve()));
    });
  port.on('error', (error) => gone(error.message));
  port.on('close', () => gone('it was pulled out'));
  await done((callback) => port.open(callback));
  port.on('data', (bytes: Buffer) => {
    if (!shut) listener.onBytes(bytes);
  });
  return {
    async write(bytes, signal) {
      if (shut) throw new Error('the printer is gone');
      await unless(
        signal,
        done((callback) => port.write(Buffer.from(bytes), callback)),
      );
      await unless(
        signal,
        done((callback) => port.drain(callback)),
      );
    },
    async close() {
      shut = true;
      if (!port.isOpen) return;
      // What cannot be thrown away or closed has gone already.
      await done((callback) => port.flush(callback)).catch(() => undefined);
      await done((callback) => port.close(callback)).catch(() => undefined);
    },
  };
}

/** A drain ends only when the printer takes its bytes; who waits for it has an end of his own. */
function unless<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('it takes no more'));
    if (signal.aborted) return ended();
    signal.addEventListener('abort', ended, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', ended));
  });
}

/** Bytes at a time, and milliseconds between two tries at a device that takes or says nothing now. */
const piece = 4096;
const pause = 25;

/**
 * The kernel's printer class (usblp), opened without waiting: a printer without paper takes nothing for hours, and a
 * write that waits for it could not be ended.
 */
async function openFile({ device, status }: Usb, listener: LineListener): Promise<Line> {
  const access = status ? constants.O_RDWR : constants.O_WRONLY;
  const file = await open(device, access | constants.O_NONBLOCK | constants.O_NOCTTY);
  let shut = false;
  let timer: NodeJS.Timeout | undefined;
  let reading: Promise<void> = Promise.resolve();
  const gone = (error: unknown): void => {
    if (shut) return;
    shut = true;
    clearTimeout(timer);
    void file.close().catch(() => undefined);
    listener.onGone(error instanceof Error ? error.message : String(error));
  };
  const listen = (): void => {
    timer = setTimeout(() => {
      reading = readOnce(file).then((bytes) => {
        if (shut) return;
        if (bytes.length > 0) listener.onBytes(bytes);
        listen();
      }, gone);
    }, pause);
  };
  if (status) listen();
  return {
    async write(bytes, signal) {
      for (let at = 0; at < bytes.length; ) {
        if (shut) throw new Error('the printer is gone');
        if (signal.aborted) throw new Error('it takes no more');
        try {
          at += (await file.write(bytes, at, Math.min(piece, bytes.length - at))).bytesWritten;
        } catch (error) {
          if (!isBusy(error)) {
            gone(error);
            throw error;
          }
          await new Promise((resolve) => setTimeout(resolve, pause));
        }
      }
    },
    async close() {
      if (shut) return;
      shut = true;
      clearTimeout(timer);
      await reading;
      await file.close().catch(() => undefined);
    },
  };
}

async function readOnce(file: FileHandle): Promise<Uint8Array> {
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(256), 0, 256, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (isBusy(error)) return new Uint8Array();
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
