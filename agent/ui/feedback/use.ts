import { useLayoutEffect, useState } from 'preact/hooks';
import { useScreen } from '../parts/context.ts';
import type { FeedbackClient } from './client.ts';

/** What was said of the totem, drawn again at every change of it. */
export function useFeedback(): FeedbackClient {
  const { feedback } = useScreen();
  const [, redraw] = useState(0);
  useLayoutEffect(() => feedback.subscribe(() => redraw((count) => count + 1)), [feedback]);
  return feedback;
}
