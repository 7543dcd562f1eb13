import type { CallShown, CallView, CallViewState } from '../../protocol/call-page.ts';
import type { CallShare } from '../../protocol/calls/share.ts';
import type { CallState } from './state.ts';

/** Which devices this totem has. */
export interface Devices {
  camera: boolean;
  microphone: boolean;
}

/** What the page is told of the call. `picture` gives the local address of a picture that is there. */
export function viewOf(
  state: CallState,
  devices: Devices,
  pictureUrl: (sha256: string) => string | null,
): CallView | null {
  const { call, flows } = state;
  if (!call || call.phase === 'none') return null;
  const { wish } = call;
  const lead = flows.get('operator');
  const sends = wish.mode !== 'text';
  return {
    state: shownState(state, call.phase),
    wish,
    position: call.position,
    wait: call.wait,
    opens: call.opens,
    parties: [...call.parties],
    share: shownOf(call.share, pictureUrl),
    outcome: call.outcome,
    camera: {
      there: devices.camera,
      on: sends && wish.mode === 'video' && wish.seen && devices.camera && state.camera,
    },
    microphone: { there: devices.microphone, on: sends && devices.microphone && state.microphone },
    picture: lead?.picture === true,
    problem: call.problem,
    ...(call.recording && { recording: call.recording }),
    ...(call.delivered !== null && { delivered: call.delivered }),
    ...(call.noted !== null && { noted: call.noted }),
  };
}

/** A call that the hub has as connected and from which nothing comes in is interrupted, as the citizen sees it. */
function shownState({ call, flows }: CallState, phase: CallViewState): CallViewState {
  if (phase !== 'connected' || !call || call.wish.mode === 'text') return phase;
  return [...flows.values()].some((seen) => seen.flows) ? 'connected' : 'interrupted';
}

function shownOf(share: CallShare, pictureUrl: (sha256: string) => string | null): CallShown {
  if (share.kind !== 'document') return share;
  const { kind, sha256, title, pages, page, pointer } = share;
  return { kind, url: pictureUrl(sha256), title, pages, page, pointer };
}
