import type { Person } from './people.ts';

/** What the demonstration says to the person who started it. */
export class Console {
  line(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  problem(text: string): void {
    process.stderr.write(`\n✗ ${text}\n`);
  }

  /** Says what is being done and, when it is done, how long it took. */
  async step<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
    const from = performance.now();
    const value = await work();
    this.line(`✓ ${what}, ${((performance.now() - from) / 1000).toFixed(1)} s`);
    return value;
  }

  whereToLook(places: {
    dashboard: string;
    password: string | null;
    /** Who answers calls. */
    people: readonly Person[];
    pages: string[];
    /** The command line with the settings of the demonstration's technician. */
    cli: string;
    program: string;
    /** Data folder of the first totem. */
    totem: string;
  }): void {
    const signIn = places.password === null ? 'as before' : `admin, password ${places.password}`;
    this.line(`
A hub and two totems are running.

  Dashboard          ${places.dashboard}
  Sign in            ${signIn}
  Citizen's pages    ${places.pages.join('  ')}
  Pages for phones   ${places.dashboard}/p
  Operators' desk    ${places.dashboard}/desk
  Portal             ${places.dashboard}/portal
  At the desk        ${places.people.map(({ name, role, password }) => `${name} (${role}), password ${password}`).join('\n                     ')}

What to try next
  Talk to a citizen: sign in at the desk as anna and make yourself available; on the live screen of the first totem,
  which stands in the URP, touch "Una persona", or start from the portal in another browser window. The totem's camera and
  voice are a moving pattern and a sentence that the machine speaks. Calls work at any hour here, whatever the opening
  hours on the screen say.
  Open the dashboard, choose a totem, start its live screen and touch it.
  Change a card in demo/content/cards and publish it:
    ${places.cli} content push demo/content --group all --wait
  See the fleet in the terminal, all the time:
    ${places.cli} top
  Stand at a totem as a technician does: look it over, see its figures, read its log:
    TOTEM_DATA=${places.totem} ${places.program} doctor
    TOTEM_DATA=${places.totem} ${places.program} local status
  Open the technician's menu: on the live screen touch the four corners, once round and back to the first; "Service
  code" on the same page of the dashboard makes the code for the number that the screen shows.
  Read what each setting and fault means:
    docs/operating.md

Ctrl-C ends everything.`);
  }
}
