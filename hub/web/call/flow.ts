/** No packet for so long (ms) means that nothing comes in any more: sound sends fifty a second, silence too. */
const silence = 3_000;
/** A camera that is on gives a picture at least this often (ms). */
const still = 2_000;

/** What has come in over a connection so far. */
interface Counts {
  packets: number;
  frames: number;
}

export interface Flow {
  /** Looks again. `flows` where media comes in, or, from who sends none, the connection stands. */
  look(now: number): Promise<{ flows: boolean; picture: boolean }>;
}

/** Watches what really comes in over a connection (RTP statistics, W3C webrtc-stats). */
export function watchFlow(connection: RTCPeerConnection): Flow {
  let last: Counts = { packets: 0, frames: 0 };
  let lastPacket = Number.NEGATIVE_INFINITY;
  let lastFrame = Number.NEGATIVE_INFINITY;
  return {
    look: async (now) => {
      const counts = await countsOf(connection);
      if (counts.packets > last.packets) lastPacket = now;
      if (counts.frames > last.frames) lastFrame = now;
      last = counts;
      const alive =
        connection.connectionState === 'connected' || connection.connectionState === 'disconnected';
      const flows = hears(connection)
        ? alive && now - lastPacket < silence
        : connection.connectionState === 'connected';
      return { flows, picture: flows && now - lastFrame < still };
    },
  };
}

async function countsOf(connection: RTCPeerConnection): Promise<Counts> {
  const counts = { packets: 0, frames: 0 };
  (await connection.getStats()).forEach((stats: RTCInboundRtpStreamStats) => {
    if (stats.type !== 'inbound-rtp') return;
    counts.packets += stats.packetsReceived ?? 0;
    counts.frames += stats.framesDecoded ?? 0;
  });
  return counts;
}

/** Whether the two agreed that the other side sends something. */
function hears(connection: RTCPeerConnection): boolean {
  return connection
    .getTransceivers()
    .some(({ currentDirection }) => currentDirection === 'sendrecv' || currentDirection === 'recvonly');
}
