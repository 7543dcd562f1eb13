import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { newAgentFolder } from './agent.ts';
import type { Owner } from './owner.ts';
import { until } from './until.ts';

/** A service manager's socket: a real unix datagram socket, of which the lines are kept. */
export interface NotifySocket {
  /** What NOTIFY_SOCKET is to be. */
  address: string;
  lines: readonly string[];
}

/** @param abstract a name in the abstract space, as systemd gives it to containers */
export async function openNotifySocket(t: Owner, abstract = false): Promise<NotifySocket> {
  const path = join(await newAgentFolder(t), 'notify');
  const source = abstract ? `ABSTRACT-RECV:${path}` : `UNIX-RECV:${path}`;
  const lines: string[] = [];
  // Block by block, so that no datagram is cut.
  const receiver = spawn('socat', ['-d', '-d', '-u', source, 'STDOUT'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => void receiver.kill('SIGKILL'));
  let said = '';
  receiver.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  receiver.stdout
    .setEncoding('utf8')
    .on('data', (text: string) => lines.push(...text.split('\n').filter(Boolean)));
  await until('the socket', () => said.includes('starting data transfer'));
  return { address: abstract ? `@${path}` : path, lines };
}
