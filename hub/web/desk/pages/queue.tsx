import { Empty } from '../../dashboard/shared.ts';
import { Colleagues } from '../parts/colleagues.tsx';
import { Page } from '../parts/page.tsx';
import { Requests } from '../parts/requests.tsx';
import { WaitingCall } from '../parts/waiting-call.tsx';
import { useDeskState } from '../state/context.ts';
import type { DeskState } from '../state/desk.ts';

const callsOf = (state: DeskState) => state.standing?.calls;
const presenceOf = (state: DeskState) => state.standing?.presence;

/** Who waits, for what and since when. */
export function QueuePage() {
  const calls = useDeskState(callsOf) ?? [];
  const presence = useDeskState(presenceOf);
  const waiting = calls
    .filter(({ state }) => state === 'waiting' || state === 'ringing')
    .sort((one, other) => Date.parse(one.since) - Date.parse(other.since));
  const callbacks = calls.filter(({ state }) => state === 'callback').length;
  return (
    <Page
      title="Queue"
      lead={
        presence === 'away'
          ? 'You are away: no call rings here. You can still take one by hand.'
          : 'Calls ring here by themselves, the longest waiting first.'
      }
    >
      <div class="columns">
        <div class="column">
          <section aria-label="Waiting citizens">
            {waiting.length === 0 ? (
              <Empty icon="it-check-circle" title="Nobody is waiting">
                <p>Leave this window open. A call rings with a sound, and in the title of the tab.</p>
              </Empty>
            ) : (
              <ol class="queue">
                {waiting.map((call, place) => (
                  <WaitingCall key={call.call} call={call} place={place + 1} />
                ))}
              </ol>
            )}
            {callbacks > 0 ? (
              <p class="panel-hint">
                {callbacks === 1
                  ? 'One citizen went and keeps the place until they come back.'
                  : `${callbacks} citizens went and keep their places until they come back.`}
              </p>
            ) : null}
          </section>
          <Requests />
        </div>
        <div class="column">
          <Colleagues />
        </div>
      </div>
    </Page>
  );
}
