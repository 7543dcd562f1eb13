import type { Logger } from 'pino';
import {
  type Command,
  type CommandArguments,
  type CommandName,
  type CommandResult,
  type CommandResultValue,
  commandCatalogue,
  failure,
  type Result,
  type Validator,
  validatorOf,
} from '../../protocol/index.ts';

/** One handler for each command. `id` is the command's; a handler answers with a value, never by throwing. */
export type CommandHandlers = {
  [Name in CommandName]: (
    commandArguments: CommandArguments<Name>,
    id: string,
  ) => Promise<Result<CommandResultValue<Name>>>;
};

const validators: { [Name in CommandName]: Validator<CommandArguments<Name>> } = {
  screenshot: validatorOf(commandCatalogue.screenshot.arguments),
  live: validatorOf(commandCatalogue.live.arguments),
  tap: validatorOf(commandCatalogue.tap.arguments),
  reload: validatorOf(commandCatalogue.reload.arguments),
};

/** Answers are remembered this long, in commands: QoS 1 may deliver a command twice. */
const rememberedCommands = 64;

export interface CommandDesk {
  /**
   * Carries out a command that has not expired, once, however often it is delivered.
   *
   * @param hubTime milliseconds since the epoch by the hub's clock, since it sets the expiry
   * @returns the result to send, or `undefined` if the first delivery is still being carried out
   */
  take(command: Command, hubTime: number): Promise<CommandResult | undefined>;
}

export function createCommandDesk(handlers: CommandHandlers, log: Logger): CommandDesk {
  const answers = new Map<string, CommandResult | undefined>();

  const perform = async <Name extends CommandName>(
    name: Name,
    command: Command,
  ): Promise<Result<CommandResultValue<Name>>> => {
    const checked = validators[name](command.arguments);
    if (!checked.ok) return checked;
    try {
      return await handlers[name](checked.value, command.id);
    } catch (error) {
      log.error({ err: error, command: name }, 'a command failed');
      return failure('internal', `the totem failed at ${name}`);
    }
  };

  return {
    take: async (command, hubTime) => {
      if (answers.has(command.id)) return answers.get(command.id);
      for (const oldest of answers.keys()) {
        if (answers.size < rememberedCommands) break;
        answers.delete(oldest);
      }
      answers.set(command.id, undefined);
      const expired = Date.parse(command.expires) <= hubTime;
      const result = expired
        ? failure('expired', 'the command came too late')
        : await perform(command.name, command);
      const answer: CommandResult = result.ok
        ? { id: command.id, ok: true, value: result.value }
        : { id: command.id, ok: false, error: result.error };
      answers.set(command.id, answer);
      return answer;
    },
  };
}
