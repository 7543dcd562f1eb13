import { WebSocket } from 'ws';
import { CallNotice, DeskNotice } from '../../protocol/calls/index.ts';
import { jsonValidatorOf, topicOf } from '../../protocol/index.ts';
import type { RawTotem } from '../harness/totem.ts';

export type Notice = CallNotice | DeskNotice;

/** The way of one party to the hub: it comes back by itself until it is ended. */
export interface Line {
  send(message: object): void;
  /** Cuts it as a pulled cable does; it comes back after so many ms. */
  cut(forMs: number): void;
  end(): void;
}

export interface LineOptions {
  /** Called whenever the hub is reached, the first time and after each break. */
  onOpen(): void;
  onNotice(notice: Notice): void;
}

const parseCall = jsonValidatorOf(CallNotice, 1024 * 1024);
const parseDesk = jsonValidatorOf(DeskNotice, 1024 * 1024);
const againMs = 400;

/** A WebSocket to the hub. `url` is asked each time: a hub that starts again keeps its port. */
export function socketLine(url: string, headers: Record<string, string>, options: LineOptions): Line {
  let socket: WebSocket | undefined;
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  let pause = againMs;
  const open = () => {
    const opened = new WebSocket(url, { headers, handshakeTimeout: 5000 });
    socket = opened;
    opened.on('error', () => undefined);
    opened.once('open', options.onOpen);
    opened.on('message', (data: Buffer) => {
      const notice = [parseDesk(data), parseCall(data)].find((read) => read.ok);
      if (notice?.ok && !ended) options.onNotice(notice.value);
    });
    opened.once('close', () => {
      if (ended) return;
      timer = setTimeout(open, pause);
      pause = againMs;
    });
  };
  open();
  return {
    send: (message) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    cut: (forMs) => {
      pause = forMs;
      socket?.terminate();
    },
    end: () => {
      ended = true;
      clearTimeout(timer);
      socket?.terminate();
    },
  };
}

/** A totem's channel for calls, for as long as one call lasts. */
export async function totemLine(
  totem: RawTotem,
  client: Awaited<ReturnType<RawTotem['connect']>>,
  options: LineOptions,
): Promise<Line> {
  const called = topicOf(totem.totem, 'called');
  const hear = (topic: string, payload: Buffer) => {
    const notice = topic === called ? parseCall(payload) : undefined;
    if (notice?.ok) options.onNotice(notice.value);
  };
  client.on('message', hear);
  client.on('connect', options.onOpen);
  await client.subscribeAsync(called, { qos: 1 });
  options.onOpen();
  return {
    send: (message) => {
      if (!client.connected) return;
      client.publish(topicOf(totem.totem, 'call'), JSON.stringify(message), { qos: 0 });
    },
    // MQTT.js comes back by itself.
    cut: () => client.stream.destroy(),
    end: () => {
      client.off('message', hear);
      client.off('connect', options.onOpen);
    },
  };
}
