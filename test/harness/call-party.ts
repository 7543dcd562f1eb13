import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CallSignal, IceServer } from '../../protocol/calls/messages.ts';
import type { Owner } from './owner.ts';

/** What a party has seen and heard of the totem. */
export interface PartySight {
  frames: number;
  width: number;
  height: number;
  /** Pieces of 10 ms that were loud. */
  loud: number;
  /** Kinds of both ends of the way that is used. */
  ways: string[];
}

export interface PartyOptions {
  /** Brightness and colour (Y, U and V) of its pictures. */
  colour: readonly [number, number, number];
  ice: readonly IceServer[];
  relayOnly: boolean;
}

/** Another party of a totem's call, with real media and without a browser. */
export interface Party {
  take(signal: CallSignal): void;
  sight(): Promise<PartySight>;
  kill(): Promise<void>;
}

const program = fileURLToPath(new URL('call-party-process.ts', import.meta.url));

/**
 * Starts a party that answers whatever is offered to it.
 *
 * @param space the network it is in; this machine's own where nothing is said
 */
export async function startParty(
  t: Owner,
  options: PartyOptions,
  signal: (signal: CallSignal) => void,
  space?: string,
): Promise<Party> {
  const through = space === undefined ? [] : ['ip', 'netns', 'exec', space];
  const [command = '', ...words] = [
    ...through,
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    program,
    JSON.stringify(options),
  ];
  const child = spawn(command, words, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, UV_THREADPOOL_SIZE: '12' },
  });
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  t.teardown(kill);
  const lookers: ((sight: PartySight) => void)[] = [];
  child.on('message', (said: { signal?: CallSignal; sight?: PartySight }) => {
    if (said.signal) signal(said.signal);
    if (said.sight) lookers.shift()?.(said.sight);
  });
  await once(child, 'message');
  return {
    // Whoever is gone hears nothing any more.
    take(one) {
      if (child.connected) child.send({ signal: one }, () => undefined);
    },
    sight: () =>
      new Promise((resolve) => {
        lookers.push(resolve);
        child.send({ look: true });
      }),
    kill,
  };
}
