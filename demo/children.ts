import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import Type, { type Static } from 'typebox';
import { jsonValidatorOf } from '../protocol/index.ts';

const LogLine = Type.Object({ msg: Type.String() }, { additionalProperties: true });
export type LogLine = Static<typeof LogLine>;
const parseLine = jsonValidatorOf(LogLine, 1024 * 1024);

/** Every process that the demonstration started, ended together. */
export class Children {
  #running = new Map<string, ChildProcess>();
  #logs = new Set<WriteStream>();
  #stopping = false;
  /** Called when a process ends although nobody asked it to. */
  onUnexpectedExit: (name: string, lastLines: string[]) => void = () => undefined;

  /**
   * Starts a program of ours and waits for its log line `readyMessage`; its log goes to `logFile`.
   *
   * @throws Error with the program's last words when it ends before it is ready
   */
  start(
    name: string,
    program: string,
    readyMessage: string,
    logFile: string,
    environment: NodeJS.ProcessEnv,
  ): Promise<LogLine> {
    const log = createWriteStream(logFile, { flags: 'a' });
    this.#logs.add(log);
    // A group of its own: Ctrl-C in the terminal reaches only us, and we end the rest in order.
    const child = spawn(program, [], { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#running.set(name, child);
    const lastLines: string[] = [];
    const complaints: string[] = [];
    return new Promise((resolve, reject) => {
      let isReady = false;
      const keep = (line: string) => {
        log.write(`${line}\n`);
        lastLines.push(line);
        if (lastLines.length > 5) lastLines.shift();
        const entry = parseLine(line);
        if (!isReady && entry.ok && entry.value.msg === readyMessage) {
          isReady = true;
          resolve(entry.value);
        }
      };
      createInterface({ input: child.stdout }).on('line', keep);
      createInterface({ input: child.stderr }).on('line', (line) => {
        complaints.push(line);
        keep(line);
      });
      child.on('error', reject);
      child.on('close', () => {
        this.#running.delete(name);
        // What it said to people tells more than the end of its log.
        const words = (complaints.length > 0 ? complaints.slice(-5) : lastLines).map(wording);
        if (!isReady) reject(new Error(`${name} did not start.\n${words.join('\n')}`));
        else if (!this.#stopping) this.onUnexpectedExit(name, words);
      });
    });
  }

  /** Asks all to end, and after four seconds makes them: their groups too, so that nothing stays behind. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const children = [...this.#running.values()];
    const ended = children.map((child) => new Promise((resolve) => child.once('close', resolve)));
    for (const child of children) child.kill('SIGTERM');
    const force = setTimeout(() => this.endNow(), 4000);
    await Promise.all(ended);
    clearTimeout(force);
    for (const child of children) endGroup(child);
    for (const log of this.#logs) log.end();
  }

  /** Ends all that still run, with everybody in their groups, at once. */
  endNow(): void {
    for (const child of this.#running.values()) endGroup(child);
  }
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody is left in the group, which is what we want.
  }
}

/** The readable part of a log line. */
function wording(line: string): string {
  const entry = parseLine(line);
  return `  ${entry.ok ? entry.value.msg : line}`;
}
