/** No packet for so long (milliseconds) means that nothing comes in: sound sends fifty a second, silence too. */
const silence = 3000;
/** A camera that is on gives a picture at least this often, in milliseconds. */
const still = 2000;

export interface Seen {
  flows: boolean;
  picture: boolean;
}

/** Watches what really comes in over a connection, by its statistics (W3C, webrtc-stats). */
export function watchFlow(connection: RTCPeerConnection, hears: boolean): (now: number) => Promise<Seen> {
  let packets = 0;
  let frames = 0;
  let packetAt = Number.NEGATIVE_INFINITY;
  let frameAt = Number.NEGATIVE_INFINITY;
  return async (now) => {
    const before = { packets, frames };
    ({ packets, frames } = await countsOf(connection));
    if (packets > before.packets) packetAt = now;
    if (frames > before.frames) frameAt = now;
    const { connectionState } = connection;
    const alive = connectionState === 'connected' || (hears && connectionState === 'disconnected');
    const flows = alive && (!hears || now - packetAt < silence);
    return { flows, picture: flows && now - frameAt < still };
  };
}

async function countsOf(connection: RTCPeerConnection): Promise<{ packets: number; frames: number }> {
  const counts = { packets: 0, frames: 0 };
  const report = await connection.getStats();
  report.forEach((stats: RTCInboundRtpStreamStats) => {
    if (stats.type !== 'inbound-rtp') return;
    counts.packets += stats.packetsReceived ?? 0;
    counts.frames += stats.framesDecoded ?? 0;
  });
  return counts;
}
