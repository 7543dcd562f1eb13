import { useLayoutEffect, useState } from 'preact/hooks';
import { useScreen } from '../parts/context.ts';
import type { SpeechView } from '../speech/index.ts';
import type { AssistantClient } from './client.ts';

/** The conversation of the citizen’s session, drawn again at every change of it. */
export function useAssistant(): AssistantClient {
  const { assistant } = useScreen();
  const [, redraw] = useState(0);
  useLayoutEffect(() => assistant.subscribe(() => redraw((count) => count + 1)), [assistant]);
  return assistant;
}

/** What is said and heard now. */
export function useSpeech(): SpeechView {
  const { speech } = useScreen();
  const [view, setView] = useState(speech.state());
  useLayoutEffect(() => {
    setView(speech.state());
    return speech.subscribe(() => setView(speech.state()));
  }, [speech]);
  return view;
}
