import { SerialPort } from 'serialport';

/** An open serial port. */
export interface Port {
  write(bytes: Uint8Array): void;
  setBaud(baud: number): Promise<void>;
  close(): Promise<void>;
}

export interface PortListener {
  onBytes(bytes: Uint8Array): void;
  /** The device has gone. Told once, unless `close` came first. */
  onGone(reason: string): void;
}

/** Bytes that may wait to be sent; a device that takes none is told nothing more. */
const waitingAtMost = 4096;

/** Opens a port with 8 data bits, no parity and 1 stop bit. Rejects where it does not open. */
export async function openPort(path: string, baud: number, listener: PortListener): Promise<Port> {
  const port = new SerialPort({ path, baudRate: baud, autoOpen: false });
  let open = true;
  const gone = (reason: string): void => {
    if (!open) return;
    open = false;
    listener.onGone(reason);
  };
  const done = (act: (callback: (error: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      act((error) => (error ? reject(error) : resolve()));
    });
  port.on('error', (error) => gone(error.message));
  port.on('close', () => gone('it was pulled out'));
  await done((callback) => port.open(callback));
  port.on('data', (bytes: Buffer) => {
    if (open) listener.onBytes(bytes);
  });
  return {
    write(bytes) {
      if (open && port.writableLength < waitingAtMost) port.write(bytes);
    },
    setBaud: (next) =>
      open ? done((callback) => port.update({ baudRate: next }, callback)) : Promise.resolve(),
    async close() {
      open = false;
      if (!port.isOpen) return;
      // What cannot be closed has gone already.
      await done((callback) => port.close(callback)).catch(() => undefined);
    },
  };
}
