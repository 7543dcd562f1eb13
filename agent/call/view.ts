import type { CallShown, CallView, CallViewState } from '../../protocol/call-page.ts';
import type { PartyName } from '../../protocol/calls/messages.ts';
import type { CallShare } from '../../protocol/calls/share.ts';
import type { CallState } from './state.ts';
import { isTalk } from './table.ts';

/** Which devices this totem has. */
export interface Devices {
  camera: boolean;
  microphone: boolean;
}

/** Shape of a picture that the page need not be told of. */
const usualShape = 4 / 3;

/**
 * What the page is told of the call. `pictureUrl` gives the local address of a picture that is there, `shape` is the
 * width of the others' picture divided by its height.
 */
export function viewOf(
  state: CallState,
  devices: Devices,
  pictureUrl: (sha256: string) => string | null,
  shape = usualShape,
): CallView | null {
  const { call, flows } = state;
  if (!call || call.phase === 'none') return null;
  const { wish } = call;
  const lead = flows.get('operator');
  const sends = wish.mode !== 'text';
  const speaking = speakingOf(state);
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
    ...(shape !== usualShape && { shape }),
    ...(speaking.length > 0 && { speaking }),
    problem: call.problem,
    ...(call.recording && { recording: call.recording }),
    ...(call.delivered !== null && { delivered: call.delivered }),
    ...(call.noted !== null && { noted: call.noted }),
  };
}

/** Who speaks, of those whose sound comes in now and of the citizen while the microphone is on. */
function speakingOf({ call, flows, microphone, speaking }: CallState): PartyName[] {
  if (!call || !isTalk(call.phase)) return [];
  const heard = call.parties.filter(({ party, listens }) =>
    party === 'citizen' ? microphone : !listens && flows.get(party)?.flows === true,
  );
  return heard.map(({ party }) => party).filter((party) => speaking.includes(party));
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
