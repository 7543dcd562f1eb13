import { loadWrtc } from '../../../agent/call/media/wrtc.ts';

const { RTCPeerConnection } = loadWrtc();

/**
 * Two parties who may talk over a relay only, once for each list of servers in the arguments: says whether words
 * came through, by what kind of way, and how many relays were offered. A process of its own: the library keeps
 * threads.
 */
const scenarios: Record<string, RTCIceServer[]> = JSON.parse(process.argv[2] ?? '{}');
/** Refused credentials give no candidates; a way is found within moments or never (ms). */
const within = Number(process.argv[3] ?? 20_000);

const results: Record<string, { heard: string | null; kinds: string[]; relays: number }> = {};
await Promise.all(
  Object.entries(scenarios).map(async ([name, iceServers]) => {
    results[name] = await talk(iceServers);
  }),
);
process.stdout.write(`${JSON.stringify(results)}\n`);
process.exit(0);

async function talk(iceServers: RTCIceServer[]) {
  const caller = new RTCPeerConnection({ iceServers, iceTransportPolicy: 'relay' });
  const called = new RTCPeerConnection({ iceServers, iceTransportPolicy: 'relay' });
  let relays = 0;
  const gathered = Promise.withResolvers<void>();
  caller.onicecandidate = ({ candidate }) => {
    if (!candidate) return gathered.resolve();
    relays += 1;
    void called.addIceCandidate(candidate);
  };
  called.onicecandidate = ({ candidate }) => {
    if (candidate) void caller.addIceCandidate(candidate);
  };
  const words = Promise.withResolvers<string | null>();
  called.ondatachannel = ({ channel }) => {
    channel.onmessage = ({ data }) => words.resolve(String(data));
  };
  const channel = caller.createDataChannel('words');
  channel.onopen = () => channel.send('buongiorno');
  const offer = await caller.createOffer();
  await caller.setLocalDescription(offer);
  await called.setRemoteDescription(offer);
  const answer = await called.createAnswer();
  await called.setLocalDescription(answer);
  await caller.setRemoteDescription(answer);
  const timer = setTimeout(() => words.resolve(null), within);
  // Without a single relay there is nothing to wait for.
  void gathered.promise.then(() => relays === 0 && words.resolve(null));
  const heard = await words.promise;
  clearTimeout(timer);
  const kinds = new Set<string>();
  for (const report of (await caller.getStats()).values()) {
    if (report.type === 'local-candidate')
      kinds.add(`${report.candidateType} ${report.relayProtocol ?? ''}`.trim());
  }
  caller.close();
  called.close();
  return { heard, kinds: [...kinds], relays };
}
