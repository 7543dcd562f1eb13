import { loadWrtc, type Picture } from '../../agent/call/media/wrtc.ts';
import type { CallSignal } from '../../protocol/calls/messages.ts';
import type { PartyOptions, PartySight } from './call-party.ts';

/**
 * A party of a call that answers whatever is offered, sends pictures of one colour and a tone, and counts what comes
 * in. A process of its own: the library keeps threads, and may crash when it unloads.
 */

const { colour, ice, relayOnly }: PartyOptions = JSON.parse(process.argv[2] ?? '');
const { RTCPeerConnection, MediaStream, nonstandard } = loadWrtc();
const video = new nonstandard.RTCVideoSource();
const audio = new nonstandard.RTCAudioSource();
const sight: PartySight = { frames: 0, width: 0, height: 0, loud: 0, ways: [] };
let connection: RTCPeerConnection | null = null;
let attempt = -1;
let early: RTCIceCandidateInit[] = [];
let work = Promise.resolve();

const [width, height] = [320, 240];
const luma = width * height;
const picture: Picture = { width, height, data: new Uint8Array((luma * 3) / 2) };
for (const [index, value] of colour.entries()) {
  const from = index === 0 ? 0 : luma + ((index - 1) * luma) / 4;
  picture.data.fill(value, from, from + (index === 0 ? luma : luma / 4));
}
setInterval(() => video.onFrame({ ...picture, data: new Uint8Array(picture.data) }), 100);
const samples = Int16Array.from({ length: 480 }, (_, index) => 8000 * Math.sin((index * Math.PI) / 24));
setInterval(() => {
  audio.onData({
    samples: samples.slice(),
    sampleRate: 48_000,
    channelCount: 1,
    bitsPerSample: 16,
    numberOfFrames: 480,
  });
}, 10);

function attend(track: MediaStreamTrack): void {
  if (track.kind === 'video') {
    new nonstandard.RTCVideoSink(track).onframe = ({ frame }) => {
      sight.frames += 1;
      sight.width = frame.width;
      sight.height = frame.height;
    };
    return;
  }
  new nonstandard.RTCAudioSink(track).ondata = (sound) => {
    if (sound.samples.some((sample) => Math.abs(sample) > 500)) sight.loud += 1;
  };
}

async function answer(number: number, sdp: string): Promise<void> {
  if (number <= attempt) return;
  attempt = number;
  connection?.close();
  const current = new RTCPeerConnection({
    iceServers: [...ice],
    iceTransportPolicy: relayOnly ? 'relay' : 'all',
    bundlePolicy: 'max-bundle',
  });
  connection = current;
  current.ontrack = ({ track }) => attend(track);
  current.onicecandidate = ({ candidate }) => {
    if (!candidate) return;
    const { candidate: line, sdpMid: section, sdpMLineIndex: sectionIndex } = candidate;
    process.send?.({
      signal: { kind: 'candidate', attempt: number, candidate: line, section, sectionIndex },
    });
  };
  await current.setRemoteDescription({ type: 'offer', sdp });
  const together = new MediaStream();
  for (const { receiver } of current.getTransceivers()) {
    const track = receiver.track.kind === 'video' ? video.createTrack() : audio.createTrack();
    current.addTrack(track, together);
  }
  await current.setLocalDescription(await current.createAnswer());
  const own = current.localDescription?.sdp ?? '';
  process.send?.({ signal: { kind: 'answer', attempt: number, sdp: own } });
  for (const candidate of early.splice(0)) await current.addIceCandidate(candidate);
}

async function take(signal: CallSignal): Promise<void> {
  if (signal.kind === 'offer') return answer(signal.attempt, signal.sdp);
  if (signal.kind !== 'candidate' || signal.candidate === '') return;
  const { candidate, section: sdpMid, sectionIndex: sdpMLineIndex } = signal;
  if (connection?.remoteDescription && signal.attempt === attempt) {
    await connection.addIceCandidate({ candidate, sdpMid, sdpMLineIndex });
  } else early = [...early, { candidate, sdpMid, sdpMLineIndex }].slice(-64);
}

/** Kinds of the two ends of the way that is used, such as `relay udp, relay`. */
async function waysOf(current: RTCPeerConnection): Promise<string[]> {
  const stats = new Map<string, Record<string, unknown>>();
  (await current.getStats()).forEach((each) => {
    stats.set(each.id, each);
  });
  return [...stats.values()]
    .filter(({ type, nominated }) => type === 'candidate-pair' && nominated === true)
    .map(({ localCandidateId, remoteCandidateId }) => {
      const mine = stats.get(String(localCandidateId));
      const theirs = stats.get(String(remoteCandidateId));
      return `${mine?.candidateType} ${mine?.relayProtocol ?? ''}, ${theirs?.candidateType}`;
    });
}

process.on('message', (message: { signal?: CallSignal; look?: true }) => {
  const { signal } = message;
  if (signal) {
    work = work.then(() => take(signal)).catch((error) => console.error(String(error)));
    return;
  }
  void (connection ? waysOf(connection) : Promise.resolve([])).then((ways) => {
    process.send?.({ sight: { ...sight, ways } });
  });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
