import type { CallView } from '../../call/index.ts';
import { officeOf } from '../state.ts';
import { useShown } from './context.ts';
import { Icon } from './Icon.tsx';
import { Phone } from './Office.tsx';
import { Step } from './Step.tsx';

/** There is no list of offices: why, what the visitor can do, and that it goes on by itself where it does. */
export function NoDirectory() {
  const { state, words } = useShown();
  switch (state.refusal) {
    case null:
      return (
        <p class="quiet" role="status">
          {words('loading')}
        </p>
      );
    case 'forbidden':
      return <Trouble title={words('forbidden')} text={words('forbiddenText', { site: location.origin })} />;
    case 'absent':
      return <Trouble title={words('empty')} text={words('unreachableText')} />;
    case 'unreachable':
      return <Trouble title={words('unreachable')} text={words('unreachableText')} />;
  }
}

function Trouble({ title, text }: { title: string; text: string }) {
  return (
    <div class="note bad" role="alert">
      <Icon name="warning" />
      <div>
        <strong>{title}</strong>
        <p>{text}</p>
      </div>
    </div>
  );
}

/** The hub did not take the call. */
export function NotTaken({ problem }: { problem: NonNullable<CallView['problem']> }) {
  const { state, portal, words } = useShown();
  const phone = officeOf(state)?.phone;
  const often = problem.code === 'too_many_requests';
  return (
    <Step title={words('refused')} lead={words(often ? 'tooOften' : 'refusedText')}>
      {phone && <Phone number={phone} />}
      <div class="foot">
        <button type="button" class="main" onClick={portal.again}>
          {words('again')}
        </button>
      </div>
    </Step>
  );
}

/** The line to the hub is gone during a call; media goes on without it. */
export function LinkLost() {
  const { state, words } = useShown();
  if (state.step !== 'call' || state.link !== 'interrupted') return null;
  const talks = state.call?.state === 'connected' || state.call?.state === 'interrupted';
  const phone = officeOf(state)?.phone;
  return (
    <div class="note bad" role="alert">
      <Icon name="warning" />
      <div>
        <p>{words(talks ? 'linkLostTalking' : 'linkLost')}</p>
        {!talks && phone && <Phone number={phone} />}
      </div>
    </div>
  );
}
