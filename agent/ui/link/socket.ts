import type { AgentMessage, PageMessage } from '../../../protocol/kiosk.ts';
import { backoff } from './backoff.ts';
import { readAgentMessage } from './messages.ts';

/** The page's WebSocket to the agent: comes back for ever. */
export interface AgentSocket {
  /** Sends if the agent is there; what is said to nobody is not kept. */
  send(message: PageMessage): void;
  start(): void;
  stop(): void;
}

export function createAgentSocket(options: {
  url: string;
  onMessage: (message: AgentMessage) => void;
  onConnected: (connected: boolean) => void;
}): AgentSocket {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let stopped = true;

  function connect(): void {
    const current = new WebSocket(options.url);
    socket = current;
    current.onopen = () => {
      attempt = 0;
      options.onConnected(true);
    };
    current.onmessage = (event) => {
      const message = typeof event.data === 'string' ? readAgentMessage(event.data) : undefined;
      if (message) options.onMessage(message);
    };
    current.onclose = () => {
      if (socket !== current) return;
      options.onConnected(false);
      if (!stopped) timer = setTimeout(connect, backoff(attempt++, Math.random()));
    };
  }

  return {
    send(message) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    start() {
      stopped = false;
      connect();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}
