import Type, { type Static, type TSchema } from 'typebox';
import { jsonValidatorOf, TotemList } from '../protocol/index.ts';
import { command } from './command.ts';
import type { Person } from './people.ts';
import type { DemonstrationTotem } from './totems.ts';

const UserNames = Type.Object(
  { users: Type.Array(Type.Object({ name: Type.String() }, { additionalProperties: true })) },
  { additionalProperties: true },
);
const TokenMade = Type.Object({ token: Type.String() }, { additionalProperties: true });

/** The fleet as a technician handles it: every step is a command of the `totem` command line. */
export class Fleet {
  #program: string;
  #environment: NodeJS.ProcessEnv;

  constructor(program: string, environment: NodeJS.ProcessEnv) {
    this.#program = program;
    this.#environment = environment;
  }

  /** Signs in with the first password; when that was changed since, the session of last time has to do. */
  async signIn(address: string, password: string | null): Promise<void> {
    const known = await command(this.#program, ['ls', '--json'], this.#environment);
    if (known.code === 0) return;
    if (password === null) throw new Error('The password of admin was changed; sign in with: totem login');
    await this.#run(['login', address, '--name', 'admin', '--password-stdin'], password);
  }

  async token(totem: DemonstrationTotem): Promise<string> {
    const { name, address, town } = totem.site;
    await this.#run(['site', 'new', name, '--address', address, '--town', town]);
    const made = await this.#json(
      ['enrol', 'new', '--name', totem.name, '--site', name, '--group', totem.group],
      TokenMade,
    );
    return made.token;
  }

  async enrol(agent: string, token: string, folder: string): Promise<void> {
    const outcome = await command(agent, ['enrol', token], { ...this.#environment, TOTEM_DATA: folder });
    if (outcome.code !== 0) throw new Error(`enrolment failed: ${outcome.words}`);
  }

  /** Adds those of the people who are not there yet. */
  async staff(people: readonly Person[]): Promise<void> {
    const { users } = await this.#json(['user', 'ls'], UserNames);
    for (const { name, role, password } of people) {
      if (users.some((user) => user.name === name)) continue;
      await this.#run(['user', 'new', name, '--role', role, '--password-stdin'], `${password}\n`);
    }
  }

  async publish(folder: string): Promise<void> {
    await this.#run(['content', 'push', folder, '--group', 'all']);
  }

  /** Waits until this many totems have the release they should have and draw frames. */
  async everyScreenShows(count: number): Promise<void> {
    const deadline = performance.now() + 120_000;
    while (performance.now() < deadline) {
      const { totems } = await this.#json(['ls'], TotemList);
      const showing = totems.filter(
        ({ online, desired, reported, health }) =>
          online &&
          reported?.content.active != null &&
          reported.content.active === desired.content?.release &&
          health?.display.state === 'running',
      );
      if (showing.length >= count) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error(
      'The content did not appear on both screens within two minutes; the logs folder tells why.',
    );
  }

  async #run(args: string[], input = ''): Promise<string> {
    const outcome = await command(this.#program, args, this.#environment, input);
    if (outcome.code !== 0) throw new Error(`totem ${args.slice(0, 2).join(' ')} failed: ${outcome.words}`);
    return outcome.output;
  }

  async #json<Schema extends TSchema>(args: string[], schema: Schema): Promise<Static<Schema>> {
    const answer = jsonValidatorOf(schema, 16 * 1024 * 1024)(await this.#run([...args, '--json']));
    if (!answer.ok) throw new Error(`totem ${args.join(' ')} answered unexpectedly: ${answer.error.message}`);
    return answer.value;
  }
}
