import type { Page } from 'playwright-core';
import { launchChromium, madeUpDevices } from './chromium.ts';
import type { TestHub } from './hub.ts';
import type { Owner } from './owner.ts';
import { until } from './until.ts';

/** What the operator's browser has of the other side. */
export interface OperatorSight {
  state: string;
  frames: number;
  packets: number;
  /** Energy of what was heard so far (totalAudioEnergy of the W3C's webrtc-stats). */
  heard: number;
  width: number;
  sends: string;
  outcome: string;
  texts: string[];
}

/** An operator in a real Chromium with its test camera, who answers whatever rings. */
export interface Operator {
  page: Page;
  sight(): Promise<OperatorSight>;
  /** Sends something about the call under way. */
  say(request: object): Promise<void>;
  /** Hands in a picture of a page, and shows it to the citizen. Gives its hash. */
  showPicture(picture: Buffer): Promise<string>;
  /** Loads the page again: what it had of the call is gone, and it comes back into it. */
  reload(): Promise<void>;
}

export async function openOperator(t: Owner, hub: TestHub, token: string): Promise<Operator> {
  const browser = await launchChromium(
    ...madeUpDevices,
    '--use-fake-ui-for-media-stream',
    // The page of the test is made up by the browser's driver, and so counts as one of the open web.
    '--disable-features=LocalNetworkAccessChecks',
  );
  t.teardown(() => browser.close());
  const context = await browser.newContext();
  await context.addCookies([{ name: 'totem_session', value: token, url: hub.urls.http }]);
  const page = await context.newPage();
  // An empty page at the hub's own origin, which may use the camera as the desk's may.
  await page.route('**/operator-of-the-test', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Operator</title>' }),
  );
  const begin = async (): Promise<void> => {
    await page.goto(`${hub.urls.http}/operator-of-the-test`);
    await page.evaluate(playOperator);
    await until('the desk to be open', async () => (await sight()).state !== 'closed');
  };
  const sight = () => page.evaluate<OperatorSight>('window.sight()');
  await begin();
  return {
    page,
    sight,
    say: (request) => page.evaluate(`window.say(${JSON.stringify(request)})`),
    showPicture: (picture) =>
      page.evaluate<string>(`window.showPicture(${JSON.stringify(picture.toString('base64'))})`),
    reload: begin,
  };
}

/** Runs in the browser. */
async function playOperator(): Promise<void> {
  const local = await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: 640, height: 480, frameRate: 25 },
  });
  let socket: WebSocket | null = null;
  let call = '';
  let state = 'closed';
  let outcome = '';
  const texts: string[] = [];
  let ice: RTCIceServer[] = [];
  let connection: RTCPeerConnection | null = null;
  let attempt = -1;
  let early: { attempt: number; candidate: RTCIceCandidateInit }[] = [];
  const send = (message: object): void => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };

  const answer = async (number: number, sdp: string): Promise<void> => {
    if (number <= attempt) return;
    attempt = number;
    connection?.close();
    const current = new RTCPeerConnection({ iceServers: ice });
    connection = current;
    current.addEventListener('connectionstatechange', () => {
      if (current.connectionState === 'connected') send({ type: 'media', call, flowing: true });
    });
    current.addEventListener('track', ({ track }) => {
      if (track.kind !== 'audio') return;
      // Sound that nothing plays is not decoded.
      const loudspeaker = new Audio();
      loudspeaker.srcObject = new MediaStream([track]);
      void loudspeaker.play();
    });
    current.addEventListener('icecandidate', ({ candidate }) => {
      const signal = {
        kind: 'candidate',
        attempt: number,
        candidate: candidate?.candidate ?? '',
        section: candidate?.sdpMid ?? null,
        sectionIndex: candidate?.sdpMLineIndex ?? null,
      };
      send({ type: 'signal', call, to: 'citizen', signal });
    });
    await current.setRemoteDescription({ type: 'offer', sdp });
    for (const transceiver of current.getTransceivers()) {
      const track = local.getTracks().find(({ kind }) => kind === transceiver.receiver.track.kind);
      await transceiver.sender.replaceTrack(track ?? null);
      if (track) transceiver.direction = transceiver.direction === 'inactive' ? 'inactive' : 'sendrecv';
    }
    await current.setLocalDescription();
    const own = current.localDescription?.sdp ?? '';
    send({ type: 'signal', call, to: 'citizen', signal: { kind: 'answer', attempt: number, sdp: own } });
    for (const each of early) {
      if (each.attempt === number) await current.addIceCandidate(each.candidate);
    }
    early = early.filter((each) => each.attempt > number);
  };

  const hear = async (notice: {
    type: string;
    call: string;
    state: string;
    outcome: string;
    ice: RTCIceServer[];
    text: { text: string };
    calls: { call: string; state: string }[];
    signal: {
      kind: string;
      attempt: number;
      sdp: string;
      candidate: string;
      section: string | null;
      sectionIndex: number | null;
    };
  }): Promise<void> => {
    if (notice.type === 'ring') {
      call = notice.call;
      send({ type: 'answer', call });
    } else if (notice.type === 'desk') {
      if (state === 'closed') {
        state = 'open';
        send({ type: 'presence', presence: 'available' });
        const mine = notice.calls.find((each) => each.state === 'interrupted' || each.state === 'connected');
        if (mine) {
          call = mine.call;
          send({ type: 'resume', call });
        }
      }
    } else if (notice.type === 'standing') {
      state = notice.state;
      ice = notice.ice;
    } else if (notice.type === 'ended') {
      state = 'ended';
      outcome = notice.outcome;
      connection?.close();
      connection = null;
    } else if (notice.type === 'text') texts.push(notice.text.text);
    else if (notice.type === 'signal') {
      const { signal } = notice;
      if (signal.kind === 'offer') await answer(signal.attempt, signal.sdp);
      else if (signal.kind === 'candidate' && signal.candidate !== '') {
        const candidate = {
          candidate: signal.candidate,
          sdpMid: signal.section,
          sdpMLineIndex: signal.sectionIndex,
        };
        if (signal.attempt === attempt && connection?.remoteDescription) {
          await connection.addIceCandidate(candidate);
        } else if (signal.attempt >= attempt) early.push({ attempt: signal.attempt, candidate });
      }
    }
  };

  let work = Promise.resolve();
  const open = (): void => {
    socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/v1/calls/desk`);
    socket.addEventListener('message', ({ data }) => {
      work = work.then(() => hear(JSON.parse(data))).catch((error) => console.error(String(error)));
    });
    socket.addEventListener('open', () => {
      if (call === '' || state === 'ended') return;
      send({ type: 'resume', call });
      if (connection?.connectionState === 'connected') send({ type: 'media', call, flowing: true });
    });
    socket.addEventListener('close', () => setTimeout(open, 200));
  };
  open();

  Object.assign(window, {
    say: (request: object) => send({ call, ...request }),
    showPicture: async (base64: string) => {
      const response = await fetch(`/api/v1/calls/${call}/pictures`, {
        method: 'POST',
        headers: { 'content-type': 'image/png' },
        body: Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)),
      });
      const { sha256, media } = await response.json();
      const page = { title: 'Modulo', pages: 3, page: 2, pointer: { x: 0.5, y: 0.25 } };
      send({ type: 'show', call, share: { kind: 'document', sha256, media, ...page } });
      return sha256;
    },
    sight: async () => {
      const seen = { state, outcome, texts, frames: 0, packets: 0, heard: 0, width: 0, sends: '' };
      const report = await connection?.getStats();
      report?.forEach((stats) => {
        if (stats.type !== 'inbound-rtp') return;
        seen.packets += stats.packetsReceived ?? 0;
        seen.heard += stats.totalAudioEnergy ?? 0;
        seen.frames += stats.framesDecoded ?? 0;
        seen.width = Math.max(seen.width, stats.frameWidth ?? 0);
      });
      seen.sends =
        connection
          ?.getTransceivers()
          .map((each) => each.currentDirection)
          .join(' ') ?? '';
      return seen;
    },
  });
}
