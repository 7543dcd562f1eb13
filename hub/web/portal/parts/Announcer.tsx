import type { CallView } from '../../call/index.ts';
import type { Words } from '../words.ts';
import { useShown } from './context.ts';
import { titleOf } from './Over.tsx';
import { waitIn } from './Queue.tsx';
import { stateWord } from './Talk.tsx';

/** Tells screen readers how the call stands, at every change: one place that is always there. */
export function Announcer() {
  const { state, words } = useShown();
  const { call, step } = state;
  return (
    <p class="unseen" role="status">
      {step === 'call' && call !== null && told(call, words)}
    </p>
  );
}

function told(call: CallView, words: Words): string {
  switch (call.state) {
    case 'asking':
      return words('asking');
    case 'waiting':
    case 'callback': {
      const { position, wait } = call;
      return `${words('queued')}. ${words('place')}: ${position ?? '–'}. ${words('wait')}: ${waitIn(words, wait)}`;
    }
    case 'ringing':
      return `${words('ringing')}. ${words('ringingText')}`;
    case 'connecting':
    case 'connected':
    case 'interrupted':
      return words(stateWord(call));
    case 'ended':
    case 'closed':
      return words(titleOf(call));
  }
}
