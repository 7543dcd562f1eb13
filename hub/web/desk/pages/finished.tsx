import { useState } from 'preact/hooks';
import { Card, Chip, Field, Icon } from '../../dashboard/shared.ts';
import { Page } from '../parts/page.tsx';
import { useDeskState, useParts } from '../state/context.ts';
import type { DeskState } from '../state/desk.ts';
import { clock, officeName, outcomeSentences, subjectOf } from '../text/names.ts';

const finishedOf = (state: DeskState) => state.finished;
const most = 10;
/** What most calls come to; others are typed. */
const suggestions = [
  'Solved',
  'Information given',
  'Appointment made',
  'Sent to another office',
  'To be continued',
];
/** As the hub takes them (`Tag` in protocol/calls/desk.ts). */
const tagPattern = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u;

/** After a call: what came of it, before the next one rings. */
export function FinishedPage() {
  const { session, catalogue, tell } = useParts();
  const finished = useDeskState(finishedOf);
  const [tags, setTags] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  if (!finished) return null;
  const { wish, outcome, handedOn, seconds } = finished;

  const toggle = (tag: string) =>
    setTags(tags.includes(tag) ? tags.filter((each) => each !== tag) : [...tags, tag].slice(0, most));

  function add(event: SubmitEvent): void {
    event.preventDefault();
    const tag = typed.trim();
    const wrong = !tagPattern.test(tag);
    setProblem(wrong ? 'Letters, digits, spaces, dots and hyphens, 40 at most.' : null);
    if (wrong) return;
    if (!tags.includes(tag)) toggle(tag);
    setTyped('');
  }

  function file(presence: 'available' | 'away'): void {
    session.file([...tags], presence);
    tell('done', tags.length > 0 ? `Filed under ${tags.join(', ')}.` : 'Closed without tags.');
  }

  return (
    <Page
      title={handedOn ? 'Call handed on' : 'Call over'}
      lead="No other call rings until you are done here."
    >
      <div class="columns">
        <Card title="What was it about?">
          <fieldset class="ticks">
            <legend class="visually-hidden">Tags</legend>
            <div class="tag-choices">
              {[...new Set([...suggestions, ...tags])].map((tag) => (
                <button
                  key={tag}
                  type="button"
                  class="tag-choice"
                  aria-pressed={tags.includes(tag)}
                  onClick={() => toggle(tag)}
                >
                  {tags.includes(tag) ? <Icon name="it-check" size="xs" /> : null} {tag}
                </button>
              ))}
            </div>
          </fieldset>
          <form class="tag-form" onSubmit={add}>
            <Field
              label="Another tag"
              hint="Never a name or anything else about the citizen."
              problem={problem}
            >
              {(attributes) => (
                <input
                  {...attributes}
                  class="form-control"
                  maxLength={40}
                  autocomplete="off"
                  value={typed}
                  onInput={({ currentTarget }) => setTyped(currentTarget.value)}
                />
              )}
            </Field>
            <button type="submit" class="btn btn-outline-primary">
              Add
            </button>
          </form>
          <div class="sheet-foot">
            <button type="button" class="btn btn-outline-primary" onClick={() => file('away')}>
              File and stay away
            </button>
            <button type="button" class="btn btn-primary" onClick={() => file('available')}>
              File and be available
            </button>
          </div>
        </Card>
        <Card
          title="The call"
          side={outcome && !handedOn ? <Chip tone={toneOf(outcome)}>{outcome}</Chip> : null}
        >
          <p class="panel-text">
            {handedOn
              ? 'It waits for your colleague, with the time it has waited already.'
              : outcome
                ? outcomeSentences[outcome]
                : 'The hub does not know this call any more.'}
          </p>
          <dl class="rows">
            <div>
              <dt>Subject</dt>
              <dd>{subjectOf(catalogue, wish)}</dd>
            </div>
            <div>
              <dt>Office</dt>
              <dd>{officeName(catalogue, wish.office)}</dd>
            </div>
            <div>
              <dt>Together for</dt>
              <dd>{clock(seconds)}</dd>
            </div>
          </dl>
        </Card>
      </div>
    </Page>
  );
}

function toneOf(outcome: string): 'good' | 'bad' | 'warning' {
  if (outcome === 'answered') return 'good';
  return outcome === 'broken' || outcome === 'failed' ? 'bad' : 'warning';
}
