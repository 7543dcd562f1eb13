import type { CallSignal, PartyName } from '../../../protocol/calls/messages.ts';
import {
  addSections,
  fillSections,
  type Media,
  replaceTracks,
  sameSession,
  sendsMore,
} from './connection.ts';
import { type Flow, watchFlow } from './flow.ts';
import { type PeerEvent, type PeerState, peerTable } from './table.ts';
import type { PeerView } from './view.ts';

type Candidate = Extract<CallSignal, { kind: 'candidate' }>;

export interface PeerOptions {
  party: PartyName;
  /** Whether this side makes the offers. */
  offers: boolean;
  /** A number higher than that of any attempt before it. */
  nextAttempt(): number;
  sends: Media;
  wants: Media;
  local(): MediaStream | null;
  ice(): readonly RTCIceServer[];
  signal(signal: CallSignal): void;
  onChange(): void;
}

/** The way to one other party of a call. */
export interface Peer {
  readonly party: PartyName;
  view(): PeerView;
  take(signal: CallSignal): void;
  /** Somebody is there again: who offers does not wait any longer where nothing comes in. */
  nudge(): void;
  localChanged(): void;
  stop(): void;
}

/** Times in ms: how often it is looked at, how long an attempt may take, and how long nothing may come in. */
const lookWhileReaching = 150;
const lookWhileFlowing = 1_000;
const attemptTakes = 8_000;
const stalledFor = 2_000;
const failedRest = 1_000;
const pictureTakes = 4_000;
const heldCandidates = 64;

/** Reaches one other party, and again whenever that is lost. */
export function createPeer(options: PeerOptions): Peer {
  const { party, offers, sends, wants } = options;
  let state: PeerState = 'idle';
  let since = Date.now();
  let attempt = -1;
  let connection: RTCPeerConnection | null = null;
  let flow: Flow | null = null;
  let stream: MediaStream | null = null;
  let picture = false;
  /** Candidates that came before the description that they belong to. */
  let early: Candidate[] = [];
  let work: Promise<void> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const happen = (event: PeerEvent) => {
    const next = peerTable[state][event];
    if (next === undefined) return;
    state = next;
    since = Date.now();
    options.onChange();
  };

  /** One thing after the other; what a connection that is gone cannot do any more is no loss. */
  const then = (task: () => Promise<void>) => {
    work = work.then(task).catch(() => undefined);
  };

  const connect = (number: number): RTCPeerConnection => {
    connection?.close();
    const current = new RTCPeerConnection({ iceServers: [...options.ice()], bundlePolicy: 'max-bundle' });
    connection = current;
    flow = watchFlow(current);
    attempt = number;
    const incoming = new MediaStream();
    current.addEventListener('track', ({ track }) => {
      incoming.addTrack(track);
      // The last picture of a connection that broke stays until there is another.
      stream = incoming;
      options.onChange();
    });
    current.addEventListener('icecandidate', ({ candidate }) => {
      if (connection !== current) return;
      options.signal({
        kind: 'candidate',
        attempt,
        candidate: candidate?.candidate ?? '',
        section: candidate?.sdpMid ?? null,
        sectionIndex: candidate?.sdpMLineIndex ?? null,
      });
    });
    happen('attempt');
    return current;
  };

  const offer = async () => {
    if (state === 'closed') return;
    const current = connect(options.nextAttempt());
    addSections(current, options.local(), sends, wants);
    await current.setLocalDescription();
    const sdp = current.localDescription?.sdp;
    if (connection === current && sdp) options.signal({ kind: 'offer', attempt, sdp });
  };

  const answer = async (number: number, sdp: string) => {
    if (state === 'closed' || number <= attempt) return;
    const before = connection?.remoteDescription?.sdp;
    const again = connection && before !== undefined && sameSession(before, sdp) ? connection : null;
    const current = again ?? connect(number);
    attempt = number;
    await current.setRemoteDescription({ type: 'offer', sdp });
    await fillSections(current, options.local(), sends);
    await current.setLocalDescription();
    const own = current.localDescription?.sdp;
    if (connection === current && own) options.signal({ kind: 'answer', attempt, sdp: own });
    await addEarly(current);
  };

  const accept = async (number: number, sdp: string) => {
    if (!connection || number !== attempt || connection.signalingState !== 'have-local-offer') return;
    await connection.setRemoteDescription({ type: 'answer', sdp });
    await addEarly(connection);
  };

  const addEarly = async (current: RTCPeerConnection) => {
    const mine = early.filter((candidate) => candidate.attempt === attempt);
    early = early.filter((candidate) => candidate.attempt > attempt);
    for (const candidate of mine) await add(current, candidate);
  };

  const add = async (current: RTCPeerConnection, { candidate, section, sectionIndex }: Candidate) => {
    try {
      await current.addIceCandidate({ candidate, sdpMid: section, sdpMLineIndex: sectionIndex });
    } catch {
      // One that this browser does not understand; others may do.
    }
  };

  const candidate = async (signal: Candidate) => {
    if (signal.attempt < attempt) return;
    if (signal.attempt === attempt && connection?.remoteDescription) return add(connection, signal);
    early = [...early, signal].slice(-heldCandidates);
  };

  const look = async () => {
    const watched = flow;
    const now = Date.now();
    if (watched && connection) {
      const seen = await watched.look(now);
      if (flow !== watched) return;
      if (seen.picture !== picture) {
        picture = seen.picture;
        options.onChange();
      }
      happen(seen.flows ? 'flow' : 'stall');
    }
    if (offers && isDue(now)) then(offer);
  };

  /** Whether it is time for another attempt. */
  const isDue = (now: number): boolean => {
    const failed = connection?.connectionState === 'failed' || connection?.connectionState === 'closed';
    switch (state) {
      case 'idle':
        return true;
      case 'reaching':
        return now - since > (failed ? failedRest : attemptTakes);
      case 'stalled':
        return failed || now - since > stalledFor;
      default:
        return false;
    }
  };

  /** Pictures come some moments after the first sound, where they come. */
  const isSettled = () => state === 'flowing' && (picture || Date.now() - since > pictureTakes);

  const schedule = () => {
    if (state === 'closed') return;
    timer = setTimeout(
      () =>
        void look()
          .catch(() => undefined)
          .then(schedule),
      isSettled() ? lookWhileFlowing : lookWhileReaching,
    );
  };

  if (offers) then(offer);
  schedule();
  return {
    party,
    view: () => ({ party, state, stream, picture }),
    take: (signal) => {
      switch (signal.kind) {
        case 'offer':
          if (!offers) then(() => answer(signal.attempt, signal.sdp));
          break;
        case 'answer':
          if (offers) then(() => accept(signal.attempt, signal.sdp));
          break;
        case 'candidate':
          then(() => candidate(signal));
          break;
        case 'again':
          // Of an older attempt it has been heard already.
          then(async () => {
            if (offers && signal.attempt === attempt) await offer();
          });
      }
    },
    nudge: () => {
      const waits = state === 'stalled' || (state === 'reaching' && Date.now() - since > failedRest);
      if (offers && waits) then(offer);
    },
    localChanged: () =>
      then(async () => {
        if (!connection) return;
        await replaceTracks(connection, options.local(), sends);
        if (!sendsMore(connection, options.local(), sends)) return;
        // What was not agreed on cannot be sent over this connection: it takes another.
        if (offers) await offer();
        else options.signal({ kind: 'again', attempt });
      }),
    stop: () => {
      clearTimeout(timer);
      connection?.close();
      connection = null;
      happen('close');
    },
  };
}
