import { useCallback, useEffect, useState } from 'preact/hooks';
import type { CallRecordingList } from '../../../../../protocol/calls/recordings.ts';
import { Alert, adviceOn, Card, count, Empty, moment } from '../../../dashboard/shared.ts';
import { Page } from '../../parts/page.tsx';
import { useParts } from '../../state/context.ts';
import { clock, officeName } from '../../text/names.ts';
import { OneRecording } from './one.tsx';

export type Recorded = CallRecordingList['recordings'][number];

/** What citizens agreed to have recorded, for supervisors: to read, to hear, to delete. */
export function RecordingsPage() {
  const { api, catalogue, tell } = useParts();
  const [recordings, setRecordings] = useState<readonly Recorded[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [open, setOpen] = useState<Recorded | null>(null);

  const load = useCallback(async () => {
    const answer = await api.recordings();
    setProblem(answer.ok ? null : adviceOn(answer.error));
    if (answer.ok) setRecordings(answer.value.recordings);
  }, [api]);
  useEffect(() => void load(), [load]);

  async function remove({ call }: Recorded): Promise<void> {
    const answer = await api.deleteRecording(call);
    if (answer.ok || answer.error.code === 'not_found') tell('done', 'The recording was deleted.');
    else return tell('problem', adviceOn(answer.error));
    setOpen(null);
    await load();
  }

  return (
    <Page
      title="Recordings"
      lead="Calls that citizens agreed to have recorded. Who looks, listens or deletes here is noted."
    >
      {problem ? <Alert>{problem}</Alert> : null}
      {recordings?.length === 0 ? (
        <Empty icon="it-hearing" title="Nothing is recorded">
          <p>
            A recording begins when a citizen says yes on the screen, and goes by itself when its day comes.
          </p>
        </Empty>
      ) : null}
      {recordings && recordings.length > 0 ? (
        <div class="columns-recordings">
          <Card title={count(recordings.length, 'recording')}>
            <ul class="recordings">
              {recordings.map((each) => (
                <li key={each.call}>
                  <button
                    type="button"
                    class="recordings-item"
                    aria-pressed={each.call === open?.call}
                    onClick={() => setOpen(each)}
                  >
                    <strong>{officeName(catalogue, each.office)}</strong>
                    <span>{moment(each.started)}</span>
                    <small>{whatOf(each)}</small>
                  </button>
                </li>
              ))}
            </ul>
          </Card>
          {open ? <OneRecording key={open.call} recording={open} onDelete={() => void remove(open)} /> : null}
        </div>
      ) : null}
    </Page>
  );
}

/** "3:12 of sound, 4 lines of text". */
function whatOf({ sounds, lines }: Recorded): string {
  const seconds = sounds.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  const parts = [seconds > 0 ? `${clock(seconds)} of sound` : '', lines > 0 ? count(lines, 'line') : ''];
  return parts.filter(Boolean).join(', ') || 'Nothing yet';
}
