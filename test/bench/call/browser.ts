import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { CallSignal } from '../../../protocol/calls/messages.ts';
import { descendants } from '../../harness/screen.ts';
import type { End, Opened, Seen } from './end.ts';
import { secondsOf } from './totem.ts';

const address = 'http://localhost/call-of-the-bench';

/** A Chromium in a network of its own, as the side that answers or as the one that offers. */
export function openBrowser(space: string): Opened {
  return async (send) => {
    const folder = await mkdtemp(join(tmpdir(), 'totem-bench-call-'));
    const program = join(folder, 'chromium');
    await writeFile(
      program,
      `#!/bin/sh\nexec ip netns exec ${space} ${process.env.CHROMIUM ?? '/usr/bin/chromium'} "$@"\n`,
    );
    await chmod(program, 0o755);
    const known = new Set((await descendants(process.pid)).map(({ pid }) => pid));
    const browser = await chromium.launch({
      executablePath: program,
      headless: true,
      args: [
        ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
        ...['--disable-background-networking', '--disable-component-update'],
        ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
        ...['--autoplay-policy=no-user-gesture-required', '--disable-features=WebRtcHideLocalIpsWithMdns'],
      ],
    });
    const page = await browser.newPage();
    await page.route(address, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    );
    await page.goto(address);
    await page.exposeFunction('signalled', (signal: CallSignal) => send(signal));
    await page.evaluate(playEnd);
    const pids = (await descendants(process.pid)).map(({ pid }) => pid).filter((pid) => !known.has(pid));
    const end: End = {
      offer: () => page.evaluate('window.offer()'),
      take: (signal) => page.evaluate(`window.take(${JSON.stringify(signal)})`),
      seen: () => page.evaluate<Seen>('window.seen()'),
      cpu: () => pids.reduce((sum, pid) => sum + secondsOf(pid), 0),
      async stop() {
        await browser.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
    return end;
  };
}

/** Runs in the browser. */
async function playEnd(): Promise<void> {
  const [width, height, bits] = [640, 480, 32];
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  let step = 0;
  setInterval(() => {
    if (!context) return;
    step += 1;
    for (let row = 0; row < height; row += 16) {
      context.fillStyle = `rgb(${(row * 7) & 127},${(row * 3) & 127},90)`;
      context.fillRect(0, row, width, 16);
    }
    context.fillStyle = 'rgb(220,180,160)';
    context.fillRect((step * 6) % (width - 160), 120, 160, 240);
    const value = Date.now() % 2 ** bits;
    for (let bit = 0; bit < bits; bit += 1) {
      context.fillStyle = Math.floor(value / 2 ** bit) % 2 === 1 ? 'white' : 'black';
      context.fillRect((bit * width) / bits, 0, width / bits, 32);
    }
  }, 40);
  const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
  const tracks = [...sound.getAudioTracks(), ...canvas.captureStream(25).getVideoTracks()];

  let first: number | null = null;
  let frames = 0;
  let latencies: number[] = [];
  const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true });
  document.body.append(video);
  const strip = Object.assign(document.createElement('canvas'), { width, height: 32 });
  const reading = strip.getContext('2d', { willReadFrequently: true });
  const look = (): void => {
    const now = Date.now();
    first ??= now;
    frames += 1;
    if (reading) {
      reading.drawImage(video, 0, 0, video.videoWidth, video.videoHeight / 15, 0, 0, width, 32);
      const { data } = reading.getImageData(0, 16, width, 1);
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
  connection.addEventListener('track', ({ track }) => incoming.addTrack(track));
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
    seen: () => ({ first, frames, latencies }),
    async offer() {
      for (const track of tracks) connection.addTransceiver(track, { direction: 'sendrecv' });
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
      } else {
        await connection.setRemoteDescription({ type: 'offer', sdp: signal.sdp });
        for (const transceiver of connection.getTransceivers()) {
          const track = tracks.find(({ kind }) => kind === transceiver.receiver.track.kind);
          await transceiver.sender.replaceTrack(track ?? null);
          transceiver.direction = 'sendrecv';
        }
        await connection.setLocalDescription();
        tell({ kind: 'answer', attempt: 0, sdp: connection.localDescription?.sdp ?? '' });
        await addHeld();
      }
    },
  });
}
