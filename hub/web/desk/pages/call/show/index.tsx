import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CallWish } from '../../../../../../protocol/calls/wish.ts';
import type { CallView } from '../../../../call/index.ts';
import { Icon, useStore } from '../../../../dashboard/shared.ts';
import { type ShownState, showDocument } from '../../../share/shown.ts';
import { useParts } from '../../../state/context.ts';
import { cardTitle } from '../../../text/names.ts';
import { Answers } from './answers.tsx';
import { AppointmentForm } from './appointment.tsx';
import { CardSearch } from './cards.tsx';
import { DocumentView } from './document.tsx';
import { FilePicker } from './file.tsx';
import { FormEditor } from './form.tsx';

const kinds = [
  { kind: 'card', title: 'Card', icon: 'it-card' },
  { kind: 'file', title: 'PDF or picture', icon: 'it-file-pdf' },
  { kind: 'form', title: 'Form', icon: 'it-pencil' },
  { kind: 'appointment', title: 'Appointment', icon: 'it-calendar' },
] as const;
type Kind = (typeof kinds)[number]['kind'];

const whole = (state: ShownState) => state;

/** Puts one thing beside the face on the citizen's screen. */
export function ShowPanel({ call, wish }: { call: CallView; wish: CallWish }) {
  const { api, session } = useParts();
  const [kind, setKind] = useState<Kind>('card');
  const shown = useMemo(() => showDocument(api, call.call, session.show), [api, call.call, session]);
  useEffect(() => () => shown.close(), [shown]);
  const document = useStore(shown.store, whole);

  function stop(): void {
    shown.close();
    session.show({ kind: 'none' });
  }

  if (document.pages > 0) return <DocumentView shown={shown} state={document} onStop={stop} />;
  if (call.share.kind !== 'none') return <OnScreen call={call} onStop={stop} />;
  return (
    <div class="show">
      <p>What you choose stands beside your face on the citizen’s screen.</p>
      <fieldset class="show-kinds">
        <legend class="visually-hidden">What to show</legend>
        {kinds.map((each) => (
          <button
            key={each.kind}
            type="button"
            class="show-kind"
            aria-pressed={kind === each.kind}
            onClick={() => setKind(each.kind)}
          >
            <Icon name={each.icon} /> {each.title}
          </button>
        ))}
      </fieldset>
      {kind === 'card' ? <CardSearch subject={wish.subject} /> : null}
      {kind === 'file' ? (
        <FilePicker
          busy={document.busy}
          problem={document.problem}
          onFile={(file) => void shown.open(file)}
        />
      ) : null}
      {kind === 'form' ? <FormEditor /> : null}
      {kind === 'appointment' ? <AppointmentForm wish={wish} /> : null}
    </div>
  );
}

/** What the citizen sees now, where it is no document of this window. */
function OnScreen({ call, onStop }: { call: CallView; onStop(): void }) {
  const { catalogue } = useParts();
  const { share } = call;
  const words =
    share.kind === 'card' ? cardTitle(catalogue, share.card) : share.kind === 'none' ? '' : share.title;
  return (
    <div class="show">
      <div class="on-screen">
        <p class="on-screen-kind">On the citizen’s screen</p>
        <p class="on-screen-title">{words}</p>
        {share.kind === 'appointment' ? (
          <p>
            Code <strong>{share.code}</strong>
          </p>
        ) : null}
        <button type="button" class="btn btn-outline-primary btn-sm" onClick={onStop}>
          Take it away
        </button>
      </div>
      {share.kind === 'form' ? <Answers form={share} filled={call.filled} /> : null}
    </div>
  );
}
