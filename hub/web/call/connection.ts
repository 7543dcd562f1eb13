/** Which kinds of media one side sends or wants. */
export interface Media {
  audio: boolean;
  video: boolean;
}

const kinds = ['audio', 'video'] as const;

/** Begins a section for each kind that either side sends. */
export function addSections(
  connection: RTCPeerConnection,
  local: MediaStream | null,
  sends: Media,
  wants: Media,
): void {
  for (const kind of kinds) {
    const direction = directionOf(local, kind, sends[kind]);
    if (direction === 'recvonly' && !wants[kind]) continue;
    const track = sends[kind] ? trackOf(local, kind) : undefined;
    const transceiver = connection.addTransceiver(track ?? kind, {
      direction,
      streams: local && sends[kind] ? [local] : [],
    });
    if (kind === 'video') preferVp8(transceiver);
  }
}

/** Fills the sections that the other side offered with what this one sends. */
export async function fillSections(
  connection: RTCPeerConnection,
  local: MediaStream | null,
  sends: Media,
): Promise<void> {
  for (const transceiver of connection.getTransceivers()) {
    const { kind } = transceiver.receiver.track;
    if (kind !== 'audio' && kind !== 'video') continue;
    transceiver.direction = directionOf(local, kind, sends[kind]);
    await transceiver.sender.replaceTrack((sends[kind] ? trackOf(local, kind) : undefined) ?? null);
    if (local && sends[kind]) transceiver.sender.setStreams(local);
  }
}

/** Other devices, or a camera that was switched on or off: nothing has to be agreed anew. */
export async function replaceTracks(
  connection: RTCPeerConnection,
  local: MediaStream | null,
  sends: Media,
): Promise<void> {
  for (const { sender, receiver } of connection.getTransceivers()) {
    const { kind } = receiver.track;
    if ((kind !== 'audio' && kind !== 'video') || !sends[kind]) continue;
    await sender.replaceTrack(trackOf(local, kind) ?? null);
  }
}

/** Whether there is something to send that the two have not agreed on, as from a camera that was plugged in. */
export function sendsMore(connection: RTCPeerConnection, local: MediaStream | null, sends: Media): boolean {
  if (connection.signalingState !== 'stable') return false;
  const sent = connection
    .getTransceivers()
    .filter(({ currentDirection }) => currentDirection === 'sendrecv' || currentDirection === 'sendonly')
    .map(({ receiver }) => receiver.track.kind);
  return kinds.some((kind) => sends[kind] && trackOf(local, kind) && !sent.includes(kind));
}

/** Whether an offer belongs to the connection that an earlier one began: the origin's session id (RFC 8866, 5.2). */
export function sameSession(one: string, other: string): boolean {
  const idOf = (sdp: string) => /^o=\S+ (\d+) /m.exec(sdp)?.[1];
  return idOf(one) !== undefined && idOf(one) === idOf(other);
}

function trackOf(local: MediaStream | null, kind: 'audio' | 'video'): MediaStreamTrack | undefined {
  return local?.getTracks().find((track) => track.kind === kind && track.readyState === 'live');
}

/**
 * Who says that they send is waited for, so this is said only by who has something to send. A camera that is off
 * may come on later, as long as there is sound meanwhile.
 */
function directionOf(
  local: MediaStream | null,
  kind: 'audio' | 'video',
  sends: boolean,
): 'sendrecv' | 'recvonly' {
  const has = trackOf(local, kind) ?? (kind === 'video' ? trackOf(local, 'audio') : undefined);
  return sends && has ? 'sendrecv' : 'recvonly';
}

/** VP8 is what every party encodes and decodes (RFC 7742), a totem's board with the least effort. */
function preferVp8(transceiver: RTCRtpTransceiver): void {
  const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
  const isVp8 = ({ mimeType }: { mimeType: string }) => mimeType.toLowerCase() === 'video/vp8';
  // Firefox before 128 has no such preference, and offers VP8 first by itself.
  if (!('setCodecPreferences' in transceiver)) return;
  transceiver.setCodecPreferences([...codecs.filter(isVp8), ...codecs.filter((codec) => !isVp8(codec))]);
}
