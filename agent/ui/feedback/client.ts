import type { PageMessage } from '../../../protocol/kiosk.ts';
import type { Face } from '../../../protocol/usage.ts';
import { namesOf } from '../profiles/profiles.ts';
import type { Session } from '../session.ts';

/** What a citizen says of the totem, told to the agent to be counted; nothing of it outlives the session. */
export interface FeedbackClient {
  /** Whether this card helped, as was said in the citizen’s session; undefined until then. */
  helped(card: string): boolean | undefined;
  help(card: string, helped: boolean, session: Session): void;
  /** The face that was touched in these thanks. */
  face(): Face | null;
  rate(face: Face, session: Session): void;
  wipe(): void;
  subscribe(listener: () => void): () => void;
}

export function createFeedbackClient({ send }: { send: (message: PageMessage) => void }): FeedbackClient {
  const listeners = new Set<() => void>();
  let cards = new Map<string, boolean>();
  let rated: Face | null = null;

  function tell(): void {
    for (const listener of listeners) listener();
  }

  return {
    helped: (card) => cards.get(card),
    help(card, helped, session) {
      // Who changes their mind is not counted twice.
      if (cards.has(card)) return;
      cards.set(card, helped);
      send({ type: 'answer_helped', card, helped, ...readerOf(session) });
      tell();
    },
    face: () => rated,
    rate(face, session) {
      if (rated !== null) return;
      rated = face;
      send({ type: 'session_rated', face, ...readerOf(session) });
      tell();
    },
    wipe() {
      if (cards.size === 0 && rated === null) return;
      cards = new Map();
      rated = null;
      tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** How the citizen reads, which is all that is told of them. */
function readerOf({ language, profiles }: Session) {
  const on = namesOf(profiles);
  return { language, ...(on.length > 0 && { profiles: on }) };
}
