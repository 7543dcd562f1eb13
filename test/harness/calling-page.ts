import { WebSocket } from 'ws';
import type { CallView } from '../../protocol/call-page.ts';
import { jsonValidatorOf } from '../../protocol/index.ts';
import { AgentMessage } from '../../protocol/kiosk.ts';
import type { Owner } from './owner.ts';

const readMessage = jsonValidatorOf(AgentMessage, 256 * 1024);

/** The page of a totem, as far as calls go. */
export interface CallingPage {
  act(action: object): void;
  session(state: string): void;
  /** How the call stands now. */
  view(): CallView | null;
  /** All states that were told, one after the other. */
  states: string[];
  texts: { from: string; text: string }[];
  close(): void;
}

export async function openCallingPage(t: Owner, kiosk: string): Promise<CallingPage> {
  const socket = new WebSocket(`${kiosk.replace('http', 'ws')}ws`, {
    headers: { origin: kiosk.replace(/\/$/, '') },
  });
  t.teardown(() => socket.terminate());
  let view: CallView | null = null;
  const states: string[] = [];
  const texts: CallingPage['texts'] = [];
  socket.on('message', (data: Buffer) => {
    const read = readMessage(data);
    if (!read.ok) throw new Error(read.error.message);
    const message = read.value;
    if (message.type === 'callText') texts.push({ from: message.from, text: message.text.text });
    if (message.type !== 'call') return;
    view = message.call;
    const state = view?.state ?? 'none';
    if (states.at(-1) !== state) states.push(state);
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const say = (message: object): void => socket.send(JSON.stringify(message));
  return {
    act: (action) => say({ type: 'call', action }),
    session: (state) => say({ type: 'session', state }),
    view: () => view,
    states,
    texts,
    close: () => socket.close(),
  };
}
