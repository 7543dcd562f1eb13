import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CompiledContent } from '../../../protocol/content/compiled.ts';
import type { AssistantClient } from '../assistant/client.ts';
import type { CallClient } from '../call/client.ts';
import type { FeedbackClient } from '../feedback/client.ts';
import type { Dictionary, Words } from '../languages/index.ts';
import type { SearchClient } from '../search/client.ts';
import type { Place, Session, SessionEvent } from '../session.ts';
import type { Speech } from '../speech/index.ts';
import type { TakeAwayClient } from '../takeaway/client.ts';
import type { PrintClient } from '../takeaway/print-client.ts';

/** What every part of a screen may need. */
export interface Screen {
  content: CompiledContent;
  session: Session;
  dispatch: (event: SessionEvent) => void;
  /** Goes to a place, remembering how far this one was scrolled. */
  open: (place: Place) => void;
  words: Words;
  dictionary: Dictionary;
  now: () => number;
  /** What is searched for in the citizen’s session. */
  search: SearchClient;
  /** What is asked in the citizen’s session, and the totem's voice. */
  assistant: AssistantClient;
  speech: Speech;
  /** What is said of the totem in the citizen’s session. */
  feedback: FeedbackClient;
  /** What can be taken away on a phone. */
  takeAway: TakeAwayClient;
  /** The totem's receipt printer. */
  printing: PrintClient;
  /** The call to a person in the citizen’s session. */
  calling: CallClient;
  /** Whether the local agent answers, and whether it reaches its hub. */
  connected: boolean;
  online: boolean;
  /** Id of the office that the totem stands in. */
  standsIn: string | null;
}

export const ScreenContext = createContext<Screen | undefined>(undefined);

/** The screen that this component is on. */
export function useScreen(): Screen {
  const screen = useContext(ScreenContext);
  if (!screen) throw new Error('used outside of a screen');
  return screen;
}
