import { citizenOf, deskAddress, operatorOf, refusal, step, withCall } from './change.ts';
import { standingNotices } from './standing.ts';
import type { Call, Centre, Event, Step } from './types.ts';

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

/** The operator would like to record, or stops it. Nothing is recorded before the citizen said yes. */
export function recorded(centre: Centre, event: Of<'recorded'>): Step {
  const { name, on, sound } = event;
  const address = deskAddress(name);
  const call = centre.calls.get(event.call);
  if (!call || operatorOf(call)?.address !== address || call.state === 'ringing') {
    return refusal(centre, address, event.call, 'forbidden', 'only the operator of a call records it');
  }
  if (!on) return changed(centre, call, null);
  if (call.state !== 'connected') {
    return refusal(centre, address, call.id, 'conflict', 'nobody talks in this call now');
  }
  return call.recording
    ? step(centre, ...standingNotices(call))
    : changed(centre, call, { state: 'asked', sound });
}

/** The citizen says yes where they were asked, or no at any time, which also undoes what was recorded. */
export function consented(centre: Centre, event: Of<'consented'>): Step {
  const call = centre.calls.get(event.call);
  if (!call || citizenOf(call)?.address !== event.address) {
    return refusal(centre, event.address, event.call, 'not_found', 'this call is over');
  }
  if (!event.given) {
    const { centre: next, effects } = changed(centre, call, null);
    return { centre: next, effects: [{ type: 'erase', call: call.id }, ...effects] };
  }
  if (!call.recording) {
    return refusal(centre, event.address, call.id, 'conflict', 'nobody asks to record this call');
  }
  return changed(centre, call, { ...call.recording, state: 'on' });
}

function changed(centre: Centre, call: Call, recording: Call['recording']): Step {
  const next = { ...call, recording };
  return step(withCall(centre, next), { type: 'keep', call: next }, ...standingNotices(next));
}
