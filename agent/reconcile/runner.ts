import type { Logger } from 'pino';
import type { Result } from '../../protocol/index.ts';

export interface RunnerOptions {
  /** One pass: works until nothing is left to do. A failure is tried again after a delay. */
  pass(signal: AbortSignal): Promise<Result<unknown>>;
  /** Milliseconds before the next try; 0 is the first try after a failure. */
  delay(attempt: number): number;
  log: Logger;
}

/**
 * Runs passes, never two at once.
 *
 * - A request during a pass leads to one more pass after it, however many requests there were.
 * - A request may interrupt: the pass that runs has its signal aborted and is expected to end soon.
 * - After a failed pass the next one begins by itself after a delay; a request begins it at once.
 * - After `stop()` has resolved nothing runs and nothing will.
 */
export class ExclusiveRunner {
  #options: RunnerOptions;
  #running: Promise<void> | undefined;
  #abort = new AbortController();
  #requested = false;
  #stopped = false;
  #attempt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  request({ interrupt = false }: { interrupt?: boolean } = {}): void {
    if (this.#stopped) return;
    this.#requested = true;
    if (interrupt) {
      this.#attempt = 0;
      this.#abort.abort();
    }
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#abort.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    clearTimeout(this.#timer);
    while (this.#requested && !this.#stopped) {
      this.#requested = false;
      this.#abort = new AbortController();
      const done = await this.#pass();
      if (done) this.#attempt = 0;
      else if (!this.#requested && !this.#stopped) this.#tryLater();
    }
    this.#running = undefined;
  }

  async #pass(): Promise<boolean> {
    try {
      const result = await this.#options.pass(this.#abort.signal);
      if (result.ok) return true;
      this.#options.log.warn(
        { problem: result.error, attempt: this.#attempt },
        'a step is tried again later',
      );
    } catch (error) {
      this.#options.log.error({ err: error, attempt: this.#attempt }, 'a pass failed');
    }
    return false;
  }

  #tryLater(): void {
    const wait = this.#options.delay(this.#attempt);
    this.#attempt += 1;
    this.#timer = setTimeout(() => this.request(), wait);
  }
}
