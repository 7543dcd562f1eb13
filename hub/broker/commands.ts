import { randomUUID } from 'node:crypto';
import {
  type Command,
  type CommandName,
  type CommandResult,
  commandCatalogue,
  failure,
  type Problem,
  type Result,
  success,
  type TotemId,
  type Validator,
  validatorOf,
} from '../../protocol/index.ts';
import type { PendingCommand } from './types.ts';

const checks: Record<CommandName, { arguments: Validator<unknown>; result: Validator<unknown> }> = {
  screenshot: validatorsOf('screenshot'),
  live: validatorsOf('live'),
  tap: validatorsOf('tap'),
  reload: validatorsOf('reload'),
};

function validatorsOf(name: CommandName) {
  const { arguments: args, result } = commandCatalogue[name];
  return { arguments: validatorOf(args), result: validatorOf(result) };
}

interface Waiting extends PendingCommand {
  settle(result: Result<CommandResult>): void;
}

/** Commands under way. Each ends once: by its answer, by its time, or when the totem goes. */
export interface Commands {
  send(
    totem: TotemId,
    name: CommandName,
    args: unknown,
    timeoutMs: number,
    publish: (command: Command) => void,
  ): Promise<Result<CommandResult>>;
  /** Takes a totem's answer; a problem when nobody waits for it, or when its value has the wrong shape. */
  answered(totem: TotemId, result: CommandResult): Problem | undefined;
  pending(commandId: string): PendingCommand | undefined;
  gone(totem: TotemId): void;
  stop(): void;
}

export function createCommands(now: () => number): Commands {
  const waiting = new Map<string, Waiting>();

  function endWhere(matches: (entry: Waiting) => boolean, problem: ReturnType<typeof failure>): void {
    for (const entry of [...waiting.values()]) if (matches(entry)) entry.settle(problem);
  }

  return {
    async send(totem, name, args, timeoutMs, publish) {
      const checked = checks[name].arguments(args ?? {});
      if (!checked.ok) return checked;
      const id = randomUUID();
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          settle(failure('expired', `the totem did not answer within ${timeoutMs} ms`));
        }, timeoutMs);
        function settle(result: Result<CommandResult>): void {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(result);
        }
        waiting.set(id, { totem, name, settle });
        const expires = new Date(now() + timeoutMs).toISOString();
        publish({ id, name, arguments: checked.value, expires });
      });
    },

    answered(totem, result) {
      const entry = waiting.get(result.id);
      if (entry?.totem !== totem) {
        return failure('not_found', 'nobody waits for this result, or not any more', '/id').error;
      }
      const checked = result.ok ? checks[entry.name].result(result.value) : success(null);
      if (!checked.ok) {
        entry.settle(failure('unavailable', 'the totem answered in a form that this hub does not know'));
        return checked.error;
      }
      entry.settle(success(result));
      return undefined;
    },

    pending(commandId) {
      const entry = waiting.get(commandId);
      return entry && { totem: entry.totem, name: entry.name };
    },

    gone: (totem) =>
      endWhere(
        (entry) => entry.totem === totem,
        failure('offline', 'the totem went away before it answered'),
      ),
    stop: () => endWhere(() => true, failure('unavailable', 'the hub is stopping')),
  };
}
