import type { CallView } from '../../call/index.ts';
import { officeOf } from '../state.ts';
import type { Word } from '../words.ts';
import { Appointment } from './Appointment.tsx';
import { useShown } from './context.ts';
import { Icon } from './Icon.tsx';
import { Phone } from './Office.tsx';
import { Request } from './Request.tsx';
import { Step } from './Step.tsx';

const outcomes = {
  answered: ['answered', 'answeredText'],
  abandoned: ['abandoned', 'abandonedText'],
  lost: ['lost', 'lostText'],
  broken: ['broken', 'brokenText'],
  failed: ['failed', 'failedText'],
  closed: ['closed', 'closedText'],
} as const satisfies Record<string, readonly [Word, Word]>;

export function titleOf({ state, outcome }: CallView): Word {
  if (state === 'closed' || outcome === 'closed') return 'closed';
  return outcomes[outcome ?? 'lost'][0];
}

/** What became of the call, and what can be done next. */
export function Over({ call }: { call: CallView }) {
  const { state, portal, words } = useShown();
  if (call.state === 'closed' || call.outcome === 'closed') return <Closed opens={call.opens} />;
  const [title, plain] = outcomes[call.outcome ?? 'lost'];
  const text = call.outcome === 'answered' && call.recording?.state === 'on' ? 'recordedText' : plain;
  const well = call.outcome === 'answered' || call.outcome === 'abandoned';
  const phone = officeOf(state)?.phone;
  return (
    <Step title={words(title)} lead={words(text)}>
      {call.share.kind === 'appointment' && <Appointment appointment={call.share} />}
      {!well && phone && <Phone number={phone} />}
      <div class="foot">
        <button type="button" class={well ? 'other' : 'main'} onClick={portal.again}>
          {words('again')}
        </button>
        <button type="button" class={well ? 'main' : 'other'} onClick={portal.dismiss}>
          {words('close')}
        </button>
      </div>
    </Step>
  );
}

/** The office is closed: when it opens, how else it is reached, and who is open now. */
export function Closed({ opens }: { opens: string | null }) {
  const { state, portal, words } = useShown();
  const office = officeOf(state);
  const next = opens ?? office?.opens ?? null;
  const others = state.directory?.offices.filter(({ open, id }) => open && id !== office?.id) ?? [];
  const lead = next === null ? words('closedText') : words('opensAt', { when: words.moment(next) });
  return (
    <Step title={words('closed')} lead={lead}>
      {office?.phone && <Phone number={office.phone} />}
      {others.length > 0 && (
        <>
          <h3>{words('others')}</h3>
          <ul class="others">
            {others.map(({ id, name }) => (
              <li key={id}>
                <button type="button" class="other" onClick={() => portal.choose(id)}>
                  <Icon name="camera" /> {name}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {office && <Request office={office} />}
      <div class="foot">
        <button type="button" class="other" onClick={portal.dismiss}>
          {words('close')}
        </button>
      </div>
    </Step>
  );
}
