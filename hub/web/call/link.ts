export type LinkState = 'connecting' | 'open' | 'interrupted' | 'closed';

export interface LinkOptions<In> {
  /** Path or address of the WebSocket; `https:` is made `wss:`. */
  address: string;
  /** Every time the hub is reached: what held before must be said again. */
  onOpen(): void;
  onMessage(message: In): void;
  onState?(state: LinkState): void;
}

/** A WebSocket that comes back by itself. */
export interface Link<Out> {
  /** Says it now, or as soon as the hub is reached, after what `onOpen` says. */
  send(message: Out): void;
  state(): LinkState;
  stop(): void;
}

const firstDelay = 500;
const longestDelay = 8_000;
/** So many messages wait for the hub; a call needs a few dozen. */
const heldMessages = 200;

/** Connects to the hub. Each time that fails, the next try is later, with chance in it so that not all come at once. */
export function openLink<Out, In>(options: LinkOptions<In>): Link<Out> {
  let socket: WebSocket | null = null;
  let state: LinkState = 'connecting';
  let delay = firstDelay;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let held: Out[] = [];

  const become = (next: LinkState) => {
    if (state === next) return;
    state = next;
    options.onState?.(next);
  };

  const send = (message: Out) => {
    if (state === 'closed') return;
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    else held = [...held, message].slice(-heldMessages);
  };

  const open = () => {
    const address = new URL(options.address, location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    const current = new WebSocket(address);
    socket = current;
    current.addEventListener('open', () => {
      delay = firstDelay;
      become('open');
      const waiting = held;
      held = [];
      options.onOpen();
      for (const message of waiting) send(message);
    });
    current.addEventListener('message', ({ data }) => {
      if (socket !== current) return;
      const message: In = JSON.parse(String(data));
      options.onMessage(message);
    });
    // An error is followed by a close.
    current.addEventListener('close', () => {
      if (socket !== current || state === 'closed') return;
      become('interrupted');
      clearTimeout(timer);
      timer = setTimeout(open, delay * (0.5 + Math.random() / 2));
      delay = Math.min(delay * 2, longestDelay);
    });
  };

  open();
  return {
    send,
    state: () => state,
    stop: () => {
      become('closed');
      clearTimeout(timer);
      socket?.close();
    },
  };
}
