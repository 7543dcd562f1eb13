import type { KnownAppointmentRequest } from '../../../../protocol/calls/appointment.ts';
import { Card, moment } from '../../dashboard/shared.ts';
import { useDeskState, useParts } from '../state/context.ts';
import type { DeskState } from '../state/desk.ts';
import { languageName, subjectOf } from '../text/names.ts';

const requestsOf = (state: DeskState) => state.requests;

const whenWords = { any: 'at any time', morning: 'in the morning', afternoon: 'in the afternoon' } as const;

/** Citizens who would like to be rung up, because their office was closed. */
export function Requests() {
  const requests = useDeskState(requestsOf);
  if (requests.length === 0) return null;
  return (
    <Card title={requests.length === 1 ? 'One request to ring up' : `${requests.length} requests to ring up`}>
      <ul class="requests">
        {requests.map((request) => (
          <RequestRow key={request.request} request={request} />
        ))}
      </ul>
    </Card>
  );
}

function RequestRow({ request }: { request: KnownAppointmentRequest }) {
  const { session, catalogue, tell } = useParts();
  return (
    <li>
      <div>
        <strong>
          <a href={`tel:${request.phone}`}>{request.phone}</a>
        </strong>
        <p>
          {subjectOf(catalogue, request)}, {whenWords[request.when]}, {languageName(request.language)}
        </p>
        <small>
          Asked {moment(request.made)}; deleted by {moment(request.expires)} at the latest.
        </small>
      </div>
      <button
        type="button"
        class="btn btn-outline-primary btn-sm"
        onClick={() => {
          session.send({ type: 'done', request: request.request });
          tell('done', 'Done: the number was deleted.');
        }}
      >
        Done <span class="visually-hidden">with {request.phone}</span>
      </button>
    </li>
  );
}
