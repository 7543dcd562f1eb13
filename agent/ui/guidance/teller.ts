import type { Words } from '../languages/index.ts';
import type { Speech } from '../speech/index.ts';
import { joined, type Piece } from './pieces.ts';

/** Speaks pieces one after the other, each in its language, and keeps to itself what is the citizen's own. */
export interface Teller {
  /** `now` ends what is being spoken; `aloud` is the citizen's wish to hear even what they wrote. */
  tell(pieces: readonly Piece[], how?: { when?: 'now' | 'after'; aloud?: boolean }): void;
}

export function createTeller(speech: Speech, words: () => Words): Teller {
  /** What was typed is heard in headphones only, or when it is asked for; otherwise only how much it is. */
  function discreet(piece: Piece, aloud: boolean): Piece {
    if (!piece.personal || aloud || speech.state().privateListening) return piece;
    const text = words()('guidance.typed', { count: [...piece.text].length });
    return { text, language: document.documentElement.lang, personal: false };
  }

  return {
    tell(pieces, { when = 'now', aloud = false } = {}) {
      // Nobody talks while somebody is listened to.
      if (speech.state().microphone !== 'off') return;
      let turn = when;
      for (const piece of merged(pieces.map((each) => discreet(each, aloud)))) {
        const privacy = piece.personal ? (aloud ? 'chosen' : 'personal') : 'public';
        speech.say(piece.text, { language: piece.language, privacy, when: turn });
        turn = 'after';
      }
    },
  };
}

/** Neighbours in one language are spoken as one. */
function merged(pieces: readonly Piece[]): Piece[] {
  const whole: Piece[] = [];
  for (const piece of pieces) {
    const last = whole.at(-1);
    if (last && last.language === piece.language && last.personal === piece.personal) {
      whole[whole.length - 1] = { ...last, text: joined(last.text, piece.text) };
    } else whole.push(piece);
  }
  return whole;
}
