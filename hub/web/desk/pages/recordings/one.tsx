import { useEffect, useState } from 'preact/hooks';
import type { CallSoundTake, CallTranscript } from '../../../../../protocol/calls/recordings.ts';
import { Alert, adviceOn, Card, Dialog, moment } from '../../../dashboard/shared.ts';
import { useParts } from '../../state/context.ts';
import { clock, officeName } from '../../text/names.ts';
import type { Recorded } from './index.tsx';

const partyNames: Readonly<Record<string, string>> = { citizen: 'Citizen', operator: 'Operator' };

/** One recording: its sound and its text. */
export function OneRecording({ recording, onDelete }: { recording: Recorded; onDelete(): void }) {
  const { api, catalogue } = useParts();
  const { call, office, started, expires } = recording;
  const [transcript, setTranscript] = useState<CallTranscript | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [asks, setAsks] = useState(false);
  useEffect(() => {
    let wanted = true;
    void api.transcript(call).then((answer) => {
      if (!wanted) return;
      if (answer.ok) setTranscript(answer.value);
      else setProblem(adviceOn(answer.error));
    });
    return () => {
      wanted = false;
    };
  }, [api, call]);
  return (
    <Card
      title={officeName(catalogue, office)}
      side={
        <button type="button" class="btn btn-outline-danger btn-sm" onClick={() => setAsks(true)}>
          Delete
        </button>
      }
    >
      <p class="panel-text">
        {moment(started)}. It is deleted by itself on {moment(expires)}.
      </p>
      {problem ? <Alert>{problem}</Alert> : null}
      {transcript?.sounds.map((take, place) => (
        <Take
          key={take.take}
          call={call}
          take={take}
          place={transcript.sounds.length > 1 ? place + 1 : null}
        />
      ))}
      {transcript && transcript.lines.length > 0 ? (
        <ol class="transcript" aria-label="What was written">
          {transcript.lines.map(({ party, at, text }) => (
            <li key={`${party} ${at} ${text}`}>
              <span class="transcript-who">
                {partyNames[party] ?? 'Colleague'} <time dateTime={at}>{hourOf(at)}</time>
              </span>
              <span class="line-text">{text}</span>
            </li>
          ))}
        </ol>
      ) : null}
      {transcript?.lines.length === 0 ? <p class="quiet">Nothing was written.</p> : null}
      {asks ? (
        <Dialog title="Delete this recording?" onClose={() => setAsks(false)}>
          <p>Sound and text are gone for good. That you deleted them is noted.</p>
          <div class="sheet-foot">
            <button type="button" class="btn btn-outline-primary" onClick={() => setAsks(false)}>
              Keep it
            </button>
            <button type="button" class="btn btn-danger" onClick={onDelete}>
              Delete for good
            </button>
          </div>
        </Dialog>
      ) : null}
    </Card>
  );
}

/** Sound from one desk, fetched only when somebody would like to hear it: that is noted. */
function Take({ call, take, place }: { call: string; take: CallSoundTake; place: number | null }) {
  const { api, tell } = useParts();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => (address === null ? undefined : () => URL.revokeObjectURL(address)), [address]);
  const name = place === null ? 'Sound' : `Sound, part ${place}`;

  async function listen(): Promise<void> {
    const answer = await api.sound(call, take.take);
    if (answer.ok) setAddress(URL.createObjectURL(answer.value));
    else tell('problem', adviceOn(answer.error));
  }

  return (
    <div class="take">
      <p class="take-name">
        {name}{' '}
        <small>
          from {hourOf(take.started)}, {clock(take.milliseconds / 1000)}
        </small>
      </p>
      {address === null ? (
        <button type="button" class="btn btn-primary btn-sm" onClick={() => void listen()}>
          Listen <span class="visually-hidden">to: {name}</span>
        </button>
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: what was written in the call stands below it
        <audio class="take-player" controls autoPlay src={address} aria-label={name} />
      )}
    </div>
  );
}

function hourOf(timestamp: string): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(new Date(timestamp));
}
