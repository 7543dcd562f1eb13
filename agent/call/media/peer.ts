import type { CallSignal } from '../../../protocol/calls/messages.ts';
import type { MeetParty } from '../messages.ts';
import { type Seen, watchFlow } from './flow.ts';
import { isDue, type PeerEvent, type PeerState, patience, peerTable } from './table.ts';
import type { Wrtc } from './wrtc.ts';

type Candidate = Extract<CallSignal, { kind: 'candidate' }>;

export interface PeerOptions {
  wrtc: Wrtc;
  meet: MeetParty;
  /** What is sent; a new track for each connection. */
  tracks: { audio(): MediaStreamTrack; video(): MediaStreamTrack | null };
  signal(signal: CallSignal): void;
  /** A track of the other side begins; what came before is over. */
  onTrack(track: MediaStreamTrack): void;
  onFlow(seen: Seen): void;
  now(): number;
}

/** The way to one other party of a call. The totem makes the offers to everybody. */
export interface Peer {
  take(signal: CallSignal): void;
  nudge(): void;
  stop(): void;
}

/** Milliseconds between two looks at what comes in. */
const lookWhileReaching = 100;
const lookWhileFlowing = 1000;
const heldCandidates = 64;

/** Reaches one other party, and again whenever that is lost. */
export function createPeer(options: PeerOptions): Peer {
  const { wrtc, meet, tracks, onFlow, now } = options;
  let state: PeerState = 'idle';
  let since = now();
  let attempt = meet.attempt - 1;
  let connection: RTCPeerConnection | null = null;
  let look: ((now: number) => Promise<Seen>) | null = null;
  let told: Seen = { flows: false, picture: false };
  /** Candidates that came before the description that they belong to. */
  let early: Candidate[] = [];
  let work: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const happen = (event: PeerEvent): void => {
    const next = peerTable[state][event];
    if (next === undefined) return;
    state = next;
    since = now();
  };
  /** One thing after the other. What a connection that is gone, or a hostile description, cannot do is no loss. */
  const then = (task: () => Promise<void>): void => {
    work = work.then(task).catch(() => undefined);
  };
  const tell = (seen: Seen): void => {
    if (seen.flows === told.flows && seen.picture === told.picture) return;
    told = seen;
    onFlow(seen);
  };

  const connect = (): RTCPeerConnection => {
    connection?.close();
    attempt += 1;
    const current = new wrtc.RTCPeerConnection({ iceServers: [...meet.ice], bundlePolicy: 'max-bundle' });
    const number = attempt;
    connection = current;
    look = watchFlow(current, meet.wants.audio || meet.wants.video);
    current.addEventListener('track', ({ track }) => {
      if (connection === current) options.onTrack(track);
    });
    current.addEventListener('icecandidate', ({ candidate }) => {
      if (connection !== current) return;
      options.signal({
        kind: 'candidate',
        attempt: number,
        candidate: candidate?.candidate ?? '',
        section: candidate?.sdpMid ?? null,
        sectionIndex: candidate?.sdpMLineIndex ?? null,
      });
    });
    return current;
  };

  const offer = async (): Promise<void> => {
    if (state === 'closed') return;
    happen('attempt');
    const current = connect();
    // One stream for both: the other side shows a picture when it plays the sound of the same moment.
    const together = new wrtc.MediaStream();
    for (const kind of ['audio', 'video'] as const) {
      const track = meet.sends[kind] ? tracks[kind]() : null;
      const direction = directionOf(track !== null, meet.wants[kind]);
      if (direction) {
        current.addTransceiver(track ?? kind, { direction, streams: track ? [together] : [] });
      }
    }
    await current.setLocalDescription(await current.createOffer());
    const sdp = current.localDescription?.sdp;
    if (connection === current && sdp) options.signal({ kind: 'offer', attempt, sdp });
  };

  const accept = async (number: number, sdp: string): Promise<void> => {
    if (!connection || number !== attempt || connection.signalingState !== 'have-local-offer') return;
    await connection.setRemoteDescription({ type: 'answer', sdp });
    const mine = early.filter((candidate) => candidate.attempt === attempt);
    early = [];
    for (const candidate of mine) await add(connection, candidate);
  };

  const add = async (current: RTCPeerConnection, candidate: Candidate): Promise<void> => {
    if (candidate.candidate === '') return;
    const { section: sdpMid, sectionIndex: sdpMLineIndex } = candidate;
    // One that libwebrtc does not understand is passed over; others may do.
    await current
      .addIceCandidate({ candidate: candidate.candidate, sdpMid, sdpMLineIndex })
      .catch(() => undefined);
  };

  const hear = async (candidate: Candidate): Promise<void> => {
    if (candidate.attempt !== attempt || !connection) return;
    if (connection.remoteDescription) await add(connection, candidate);
    else early = [...early, candidate].slice(-heldCandidates);
  };

  const watch = async (): Promise<void> => {
    const current = connection;
    if (look && current && state !== 'closed') {
      const seen = await look(now());
      if (connection !== current) return;
      happen(seen.flows ? 'flow' : 'stall');
      tell(seen);
    }
    const failed = current?.connectionState === 'failed' || current?.connectionState === 'closed';
    if (isDue(state, now() - since, failed)) then(offer);
  };
  const schedule = (): void => {
    if (state === 'closed') return;
    const after =
      state === 'flowing' && told.picture === meet.wants.video ? lookWhileFlowing : lookWhileReaching;
    timer = setTimeout(() => {
      void watch()
        .catch(() => undefined)
        .then(schedule);
    }, after);
  };

  then(offer);
  schedule();
  return {
    take(signal) {
      if (signal.kind === 'answer') then(() => accept(signal.attempt, signal.sdp));
      else if (signal.kind === 'candidate') then(() => hear(signal));
      // Of an older attempt it has been heard already.
      else if (signal.kind === 'again') {
        then(async () => {
          if (signal.attempt === attempt) await offer();
        });
      }
    },
    nudge() {
      const waits = state === 'stalled' || (state === 'reaching' && now() - since > patience.failed);
      if (waits) then(offer);
    },
    stop() {
      clearTimeout(timer);
      happen('close');
      connection?.close();
      connection = null;
    },
  };
}

function directionOf(sends: boolean, wants: boolean): RTCRtpTransceiverDirection | null {
  if (sends) return wants ? 'sendrecv' : 'sendonly';
  return wants ? 'recvonly' : null;
}
