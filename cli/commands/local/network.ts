import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { failure, type Result, success, validatorOf } from '../../../protocol/index.ts';
import { IpAddress, type NetworkFigures, NetworkSettings } from '../../../protocol/network.ts';
import { type Answer, type Context, type Run, spanArgument } from '../../command.ts';
import type { LocalAgent } from '../../local/index.ts';
import { pairs, plain } from '../../output/index.ts';
import { type LocalOptions, localLeaf, withAgent } from './leaf.ts';

interface SetOptions extends LocalOptions {
  gateway?: string;
  dns?: string[];
  interface?: string;
  within: number;
  wait: boolean;
}

export function addLocalNetwork(parent: Command, run: Run): void {
  localLeaf(parent, 'show', 'Show how this totem is connected.', [
    ['totem local network show', 'Shows interfaces, gateway, name servers and the state of a change.'],
  ]).action(run(show));
  localLeaf(
    parent,
    'set',
    'Change the network; the old settings come back by themselves unless the hub is reached in time.',
    [
      ['totem local network set dhcp', 'Takes the address from DHCP.'],
      [
        'totem local network set 10.20.0.15/24 --gateway 10.20.0.1 --dns 10.20.0.53',
        'Sets a fixed address, and waits until the hub is reached with it or the old one is back.',
      ],
    ],
  )
    .argument(
      '<address>',
      'dhcp, or a fixed IPv4 address with its prefix, such as 10.20.0.15/24',
      addressArgument,
    )
    .option('--gateway <address>', 'the way out of a fixed address')
    .option('--dns <address>', 'a name server; may be given up to four times', dnsArgument)
    .option('--interface <name>', 'which interface; may be left out where one is connected')
    .option('--within <span>', 'how long the hub may take to be reached', spanArgument(5, 600), 120)
    .option('--no-wait', 'do not wait for the outcome')
    .action(run(set));
  localLeaf(parent, 'return', 'Put the old settings back now, while new ones are being tried.', [
    ['totem local network return', 'Does not wait for the time to pass.'],
  ]).action(run(back));
}

const checkAddress = validatorOf(IpAddress);
const checkSettings = validatorOf(NetworkSettings);

function addressArgument(text: string): string {
  const settings = { mode: 'static', interface: 'eth0', address: text, gateway: null, dns: [] };
  if (text === 'dhcp' || checkSettings(settings).ok) return text;
  throw new InvalidArgumentError('It is dhcp, or an IPv4 address with its prefix, such as 10.20.0.15/24.');
}

function dnsArgument(text: string, former: string[] | undefined): string[] {
  if (checkAddress(text).ok) return [...(former ?? []), text];
  throw new InvalidArgumentError('It is an IP address, such as 10.20.0.53.');
}

async function show(context: Context, options: LocalOptions): Promise<Result<Answer>> {
  return withAgent(context, options, async (agent) => {
    const answer = await agent.call('network', {});
    return answer.ok ? success({ data: answer.value, text: figuresText(context, answer.value) }) : answer;
  });
}

async function back(context: Context, options: LocalOptions): Promise<Result<Answer>> {
  return withAgent(context, options, async (agent) => {
    const answer = await agent.call('network.return', {});
    return answer.ok ? success({ data: answer.value, text: figuresText(context, answer.value) }) : answer;
  });
}

async function set(context: Context, address: string, options: SetOptions): Promise<Result<Answer>> {
  return withAgent(context, options, async (agent) => {
    const before = await agent.call('network', {});
    if (!before.ok) return before;
    const settings = settingsOf(address, options, before.value);
    if (!settings.ok) return settings;
    const asked = await agent.call('network.set', { settings: settings.value, seconds: options.within });
    if (!asked.ok) return asked;
    if (asked.value.state === 'trying') {
      context.notice(
        `The new settings are in force. Without the hub the old ones come back within ${options.within} s.`,
      );
    }
    if (!options.wait) return success({ data: asked.value, text: figuresText(context, asked.value) });
    return outcome(context, agent, asked.value);
  });
}

/** Waits for the end of the change. Ctrl-C leaves it to the agent, which needs nobody for it. */
async function outcome(context: Context, agent: LocalAgent, asked: NetworkFigures): Promise<Result<Answer>> {
  let figures = asked;
  while (figures.state !== 'settled') {
    await sleep(500, undefined, { signal: context.signal }).catch(() => undefined);
    const answer = await agent.call('network', {});
    if (!answer.ok) return answer;
    figures = answer.value;
  }
  const failed = figures.last?.outcome !== 'confirmed';
  return success({ data: figures, text: figuresText(context, figures), failed });
}

function settingsOf(address: string, options: SetOptions, figures: NetworkFigures): Result<NetworkSettings> {
  const { gateway, dns = [] } = options;
  const dhcp = address === 'dhcp';
  if (dhcp && gateway !== undefined) return failure('invalid', '--gateway goes with a fixed address');
  const connected = figures.interfaces.filter(({ carrier }) => carrier).map(({ name }) => name);
  const [only, another] = connected;
  const name = options.interface ?? (another === undefined ? only : undefined);
  if (name === undefined) {
    const all = figures.interfaces.map((one) => one.name).join(', ') || 'none';
    return failure('invalid', `name one with --interface; there are: ${all}`);
  }
  const shared = { interface: name, dns };
  const checked = checkSettings(
    dhcp ? { mode: 'dhcp', ...shared } : { mode: 'static', address, gateway: gateway ?? null, ...shared },
  );
  return checked.ok
    ? checked
    : failure('invalid', `these settings cannot be: ${checked.error.message}`, checked.error.field);
}

function figuresText({ paint }: Context, figures: NetworkFigures): string {
  const { settings, last } = figures;
  const rows: [string, string][] = [
    ['Hub', figures.online ? paint('good', 'reached') : paint('bad', 'not reached')],
    ['State', stateText(figures)],
    ['Settings', settings === null ? 'those of the system' : settingsText(settings)],
    ['Set by', figures.manager ?? 'nothing: this machine offers no way'],
  ];
  if (last) {
    const when = last.at.slice(0, 19).replace('T', ' ');
    rows.push([
      'Last change',
      `${paint(last.outcome === 'confirmed' ? 'good' : 'bad', last.outcome)}, ${when}: ${plain(last.reason)}`,
    ]);
  }
  for (const one of figures.interfaces) {
    const link = one.carrier ? 'connected' : 'not connected';
    rows.push([
      plain(one.name),
      [link, plain(one.hardwareAddress), ...one.addresses.map(plain)].filter(Boolean).join(', '),
    ]);
  }
  rows.push(
    ['Gateway', plain(figures.gateway ?? 'none')],
    ['Name servers', figures.dns.map(plain).join(', ') || 'none'],
  );
  return pairs(rows);
}

function stateText({ state, returnsAt }: NetworkFigures): string {
  if (state === 'trying') return `trying; the old settings return at ${returnsAt?.slice(11, 19) ?? '?'} UTC`;
  return state === 'returning' ? 'putting the old settings back' : 'settled';
}

function settingsText(settings: NetworkSettings): string {
  const dns = settings.dns.length === 0 ? '' : `, name servers ${settings.dns.join(', ')}`;
  if (settings.mode === 'dhcp') return `${settings.interface}: DHCP${dns}`;
  const gateway = settings.gateway === null ? 'no gateway' : `gateway ${settings.gateway}`;
  return `${settings.interface}: ${settings.address}, ${gateway}${dns}`;
}
