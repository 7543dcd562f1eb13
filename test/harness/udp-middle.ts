import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { CallSignal } from '../../protocol/calls/messages.ts';
import type { Owner } from './owner.ts';

/**
 * Stands on the way between two parties of a call, as a hostile router does: takes the addresses out of what they
 * tell each other, puts its own there, and hands on every packet with whatever it likes.
 */
export interface Middle {
  /** What one side says, as the other one is to hear it; null where it is kept back. */
  fromFirst(signal: CallSignal): CallSignal | null;
  fromSecond(signal: CallSignal): CallSignal | null;
  /** Packets handed on and put among them so far. */
  counts: { passed: number; added: number };
}

/** What becomes of a packet: all that is sent in its place. */
export type Meddle = (packet: Buffer) => Buffer[];

interface Side {
  /** Faces this side: what comes in here is from it. */
  socket: Socket;
  port: number;
  /** Where it takes packets; null until it has told for the attempt that is under way. */
  target: { address: string; port: number } | null;
  attempt: number;
}

export async function startMiddle(t: Owner, meddle: Meddle): Promise<Middle> {
  const counts = { passed: 0, added: 0 };
  const open = async (): Promise<Side> => {
    const socket = createSocket('udp4');
    t.teardown(() => new Promise<void>((resolve) => socket.close(() => resolve())));
    socket.bind(0);
    await once(socket, 'listening');
    return { socket, port: socket.address().port, target: null, attempt: 0 };
  };
  const [first, second] = [await open(), await open()];
  const carry = (from: Side, to: Side): void => {
    from.socket.on('message', (packet) => {
      const { target } = to;
      if (target === null) return;
      const sent = meddle(packet);
      counts.passed += 1;
      counts.added += sent.length - 1;
      for (const one of sent) to.socket.send(one, target.port, target.address, () => undefined);
    });
  };
  carry(first, second);
  carry(second, first);
  const rewrite =
    (teller: Side, hearer: Side) =>
    (signal: CallSignal): CallSignal | null => {
      if (signal.kind === 'again') return signal;
      if (signal.kind !== 'candidate') {
        return { ...signal, sdp: signal.sdp.replaceAll(/^a=candidate:.*\r?\n/gm, '') };
      }
      if (signal.attempt > teller.attempt) Object.assign(teller, { attempt: signal.attempt, target: null });
      const words = signal.candidate.split(' ');
      const [, , transport, , address = '', port = ''] = words;
      const usable = transport?.toLowerCase() === 'udp' && address.includes('.') && teller.target === null;
      if (!usable) return null;
      teller.target = { address, port: Number(port) };
      words[5] = `${hearer.port}`;
      return { ...signal, candidate: words.join(' ') };
    };
  return { fromFirst: rewrite(first, second), fromSecond: rewrite(second, first), counts };
}
