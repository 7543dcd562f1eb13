import { execFile } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { promisify } from 'node:util';
import { type RawData, WebSocket } from 'ws';
import { startAgent, type TestAgent } from '../harness/agent.ts';
import type { Owner } from '../harness/owner.ts';

const run = promisify(execFile);
const tick = Number((await run('getconf', ['CLK_TCK'])).stdout);

/** The agent under attack, over all its lives. */
export interface Victim {
  /** Kills it with -9 and starts it again on the same folder. */
  kill(): Promise<void>;
  /** Ends it in good order and starts it again on the same folder with another `agent.yaml`. */
  restart(yaml: string): Promise<void>;
  agent(): TestAgent;
  /** Seconds of processor that all its lives took. */
  processorSeconds(): Promise<number>;
  residentMegabytes(): Promise<number>;
  /** Touches that its page was told. */
  touches(): number;
  stop(): Promise<void>;
}

export async function startVictim(owner: Owner, options: { token: string; yaml: string }): Promise<Victim> {
  let agent = await startAgent(owner, options);
  let before = 0;
  let touches = 0;
  let page = lookAt(agent, () => {
    touches += 1;
  });
  const seconds = async (): Promise<number> => {
    try {
      const text = await readFile(`/proc/${agent.pid}/stat`, 'utf8');
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) / tick;
    } catch {
      return 0;
    }
  };
  const again = async (signal: NodeJS.Signals, yaml?: string): Promise<void> => {
    before += await seconds();
    page.terminate();
    await agent.kill(signal);
    agent = await startAgent(owner, { data: agent.data, ...(yaml !== undefined && { yaml }) });
    page = lookAt(agent, () => {
      touches += 1;
    });
  };
  return {
    agent: () => agent,
    touches: () => touches,
    kill: () => again('SIGKILL'),
    restart: (yaml) => again('SIGTERM', yaml),
    processorSeconds: async () => before + (await seconds()),
    async residentMegabytes() {
      const status = await readFile(`/proc/${agent.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    },
    async stop() {
      page.terminate();
      await agent.stop();
    },
  };
}

/** A page that counts the touches it is told. */
function lookAt(agent: TestAgent, onTouch: () => void): WebSocket {
  const { host, origin } = new URL(agent.kiosk);
  const socket = new WebSocket(`ws://${host}/ws`, { origin });
  socket.on('error', () => undefined);
  socket.on('message', (data: RawData) => {
    if (String(data).includes('"type":"touch"')) onTouch();
  });
  return socket;
}

/** The writing end of a FIFO that stands for a touch panel. */
export interface Panel {
  /** False where nobody reads, or the pipe is full. */
  write(bytes: Uint8Array): boolean;
  /** Closes it, as a panel that is pulled out. */
  close(): void;
}

export function createPanel(path: string): Panel {
  let socket: Socket | undefined;
  const open = (): Socket | undefined => {
    try {
      const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
      const fresh = new Socket({ fd, readable: false, writable: true });
      fresh.on('error', () => fresh.destroy());
      fresh.on('close', () => {
        if (socket === fresh) socket = undefined;
      });
      return fresh;
    } catch {
      // ENXIO: nobody reads.
      return undefined;
    }
  };
  return {
    write(bytes) {
      socket ??= open();
      if (!socket || socket.writableLength > 65_536) return false;
      socket.write(bytes);
      return true;
    },
    close() {
      socket?.destroy();
      socket = undefined;
    },
  };
}
