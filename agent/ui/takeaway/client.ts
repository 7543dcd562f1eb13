import type { AgentMessage, PageMessage } from '../../../protocol/kiosk.ts';
import { internationalNumber } from '../../../protocol/phone-number.ts';
import type { PublicPlace } from '../../../protocol/public-link.ts';
import type { PublicServices, TextMessageOutcome } from '../../../protocol/take-away.ts';

/** Where a link by text message stands. The number is in the first two steps and nowhere after them. */
export type Texting =
  /** `wrong` once what was typed could be no mobile number, until it is changed. */
  | { step: 'typing'; typed: string; wrong: boolean }
  | { step: 'confirming'; typed: string; number: string }
  | { step: 'sending' }
  | { step: 'over'; outcome: TextMessageOutcome };

/** What can be taken away on a phone: what the hub offers, and the one text message of a session under way. */
export interface TakeAwayClient {
  services(): PublicServices;
  texting(): Texting;
  type(typed: string): void;
  /** The number is complete: it is shown once more, or found wrong. */
  check(): void;
  /** Back to the keys with what was typed. */
  correct(): void;
  /** Sends the link to a page to the number that was confirmed, and forgets it. */
  send(page: PublicPlace, language: string): void;
  /** Takes a message of the agent; false where it is for somebody else. */
  hear(message: AgentMessage): boolean;
  /** Whether the agent answers. */
  connected(connected: boolean): void;
  /** Forgets what was typed and whatever is under way. */
  wipe(): void;
  subscribe(listener: () => void): () => void;
}

const none: PublicServices = { url: null, group: null, texts: false };
const fresh: Texting = { step: 'typing', typed: '', wrong: false };

export function createTakeAwayClient({ send }: { send: (message: PageMessage) => void }): TakeAwayClient {
  const listeners = new Set<() => void>();
  let services = none;
  let texting = fresh;
  let request = 0;

  function become(next: Texting): void {
    texting = next;
    for (const listener of listeners) listener();
  }

  return {
    services: () => services,
    texting: () => texting,
    type(typed) {
      if (texting.step === 'typing') become({ step: 'typing', typed, wrong: false });
    },
    check() {
      if (texting.step !== 'typing') return;
      const { typed } = texting;
      const number = internationalNumber(typed);
      become(
        number === undefined ? { step: 'typing', typed, wrong: true } : { step: 'confirming', typed, number },
      );
    },
    correct() {
      if (texting.step === 'confirming') become({ step: 'typing', typed: texting.typed, wrong: false });
    },
    send(page, language) {
      if (texting.step !== 'confirming') return;
      const { number } = texting;
      request += 1;
      become({ step: 'sending' });
      send({ type: 'text_message', request, message: { ...page, language, number, consent: true } });
      forgetMatches();
    },
    hear(message) {
      if (message.type === 'public_services') {
        services = message.services;
        become(texting);
        return true;
      }
      if (message.type !== 'text_message_result') return false;
      // An answer to the session before is nobody's.
      if (message.request === request && texting.step === 'sending') {
        become({ step: 'over', outcome: message.outcome });
      }
      return true;
    },
    connected(connected) {
      // Whether it went, nobody will say any more.
      if (!connected && texting.step === 'sending') become({ step: 'over', outcome: 'failed' });
    },
    wipe() {
      request += 1;
      if (texting !== fresh) become(fresh);
      forgetMatches();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The engine keeps the text of the last match of any regular expression: its `RegExp.$_`. */
function forgetMatches(): void {
  /^/.test('');
}
