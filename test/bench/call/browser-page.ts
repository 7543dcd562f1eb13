import type { CallSignal } from '../../../protocol/calls/messages.ts';

/** One end of a call in a browser. It runs there, and so has nothing from outside but what it is given. */
export async function playEnd({
  width,
  height,
  framesPerSecond,
  bits,
  period,
}: Record<'width' | 'height' | 'framesPerSecond' | 'bits' | 'period', number>): Promise<void> {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  const strip = Math.round(height / 15);
  let step = 0;
  setInterval(() => {
    if (!context) return;
    step += 1;
    for (let row = 0; row < height; row += 16) {
      context.fillStyle = `rgb(${(row * 7) & 127},${(row * 3) & 127},90)`;
      context.fillRect(0, row, width, 16);
    }
    context.fillStyle = 'rgb(220,180,160)';
    context.fillRect((step * 6) % (width - width / 4), height / 4, width / 4, height / 2);
    const value = Date.now() % 2 ** bits;
    for (let bit = 0; bit < bits; bit += 1) {
      context.fillStyle = Math.floor(value / 2 ** bit) % 2 === 1 ? 'white' : 'black';
      context.fillRect((bit * width) / bits, 0, width / bits, strip);
    }
  }, 1000 / framesPerSecond);

  // Beeps and hears as beep.ts does, where sound is made and played.
  const worklet = `
    registerProcessor('mouth', class extends AudioWorkletProcessor {
      process(inputs, [[output]]) {
        if (Date.now() % ${period} < 150) output.forEach((_, i) => { output[i] = 0.4 * Math.sin(((currentFrame + i) * Math.PI) / 24); });
        return true;
      }
    });
    registerProcessor('ear', class extends AudioWorkletProcessor {
      loudAt = 0;
      process([[input]]) {
        if (!input || input.reduce((sum, sample) => sum + Math.abs(sample), 0) / input.length < 0.03) return true;
        const now = Date.now();
        if (now - this.loudAt > 800) this.port.postMessage(now % ${period});
        this.loudAt = now;
        return true;
      }
    });`;
  const sounds = new AudioContext({ sampleRate: 48_000 });
  await sounds.audioWorklet.addModule(URL.createObjectURL(new Blob([worklet], { type: 'text/javascript' })));
  const spoken = sounds.createMediaStreamDestination();
  new AudioWorkletNode(sounds, 'mouth', { numberOfInputs: 0, outputChannelCount: [1] }).connect(spoken);
  // In one stream, so that sound and picture are shown together.
  const sent = new MediaStream([
    ...spoken.stream.getAudioTracks(),
    ...canvas.captureStream(framesPerSecond).getVideoTracks(),
  ]);
  const tracks = sent.getTracks();

  const beeps: number[] = [];
  const listen = (track: MediaStreamTrack): void => {
    const ear = new AudioWorkletNode(sounds, 'ear');
    ear.port.onmessage = ({ data }: MessageEvent<number>) => beeps.push(data);
    sounds
      .createMediaStreamSource(new MediaStream([track]))
      .connect(ear)
      .connect(sounds.destination);
  };

  let first: number | null = null;
  let frames = 0;
  let latencies: number[] = [];
  const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true });
  video.style.cssText = 'width:100vw;height:100vh';
  document.body.append(video);
  const line = Object.assign(document.createElement('canvas'), { width, height: strip });
  const reading = line.getContext('2d', { willReadFrequently: true });
  const look = (): void => {
    const now = Date.now();
    first ??= now;
    frames += 1;
    if (reading) {
      reading.drawImage(video, 0, 0, video.videoWidth, video.videoHeight / 15, 0, 0, width, strip);
      const { data } = reading.getImageData(0, Math.round(strip / 2), width, 1);
      let value = 0;
      for (let bit = 0; bit < bits; bit += 1) {
        if ((data[Math.round(((bit + 0.5) * width) / bits) * 4] ?? 0) > 125) value += 2 ** bit;
      }
      const late = (now % 2 ** bits) - value;
      if (late >= 0 && late < 10_000) latencies = [...latencies.slice(-500), late];
    }
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);

  const connection = new RTCPeerConnection();
  const held: RTCIceCandidateInit[] = [];
  const incoming = new MediaStream();
  video.srcObject = incoming;
  const tell = (signal: CallSignal): void => {
    const told: unknown = Reflect.get(window, 'signalled');
    if (typeof told === 'function') told(signal);
  };
  connection.addEventListener('track', ({ track }) => {
    incoming.addTrack(track);
    if (track.kind === 'audio') listen(track);
  });
  connection.addEventListener('icecandidate', ({ candidate }) =>
    tell({
      kind: 'candidate',
      attempt: 0,
      candidate: candidate?.candidate ?? '',
      section: candidate?.sdpMid ?? null,
      sectionIndex: candidate?.sdpMLineIndex ?? null,
    }),
  );
  const addHeld = async (): Promise<void> => {
    for (const candidate of held.splice(0)) await connection.addIceCandidate(candidate);
  };
  Object.assign(window, {
    seen: () => ({ first, frames, latencies, beeps }),
    async offer() {
      for (const track of tracks)
        connection.addTransceiver(track, { direction: 'sendrecv', streams: [sent] });
      await connection.setLocalDescription();
      tell({ kind: 'offer', attempt: 0, sdp: connection.localDescription?.sdp ?? '' });
    },
    async take(signal: CallSignal) {
      if (signal.kind === 'candidate') {
        const { candidate, section: sdpMid, sectionIndex: sdpMLineIndex } = signal;
        if (candidate === '') return;
        if (connection.remoteDescription)
          await connection.addIceCandidate({ candidate, sdpMid, sdpMLineIndex });
        else held.push({ candidate, sdpMid, sdpMLineIndex });
      } else if (signal.kind === 'answer') {
        await connection.setRemoteDescription({ type: 'answer', sdp: signal.sdp });
        await addHeld();
      } else if (signal.kind === 'offer') {
        await connection.setRemoteDescription({ type: 'offer', sdp: signal.sdp });
        for (const transceiver of connection.getTransceivers()) {
          const track = tracks.find(({ kind }) => kind === transceiver.receiver.track.kind);
          await transceiver.sender.replaceTrack(track ?? null);
          transceiver.sender.setStreams(sent);
          transceiver.direction = 'sendrecv';
        }
        await connection.setLocalDescription();
        tell({ kind: 'answer', attempt: 0, sdp: connection.localDescription?.sdp ?? '' });
        await addHeld();
      }
    },
  });
}
