import { join } from 'node:path';
import type { Logger } from 'pino';
import { type AddressPolicy, checkCandidate, checkDescription } from '../../protocol/calls/index.ts';
import type { CallRequest, CallSignal, PartyName } from '../../protocol/calls/messages.ts';
import { type Result, success } from '../../protocol/index.ts';
import { type MediaChild, startMediaChild } from './child.ts';
import type { FromMedia, Media, SoundSettings, VideoSettings } from './messages.ts';
import type { CallProblem, CallState, Seen } from './state.ts';
import { isTalk } from './table.ts';

/** What the display needs to show the other side: a socket with pictures of this size. */
export interface FaceSource {
  socket: string;
  width: number;
  height: number;
}

export interface StudioOptions {
  video: VideoSettings;
  sound: SoundSettings;
  /** Private folder for sockets; null where no display takes the picture. */
  runtimeFolder: string | null;
  log: Logger;
  onSignal(request: Extract<CallRequest, { type: 'signal' }>): void;
  onFlow(party: PartyName, seen: Seen): void;
  /** A party, or the citizen, begins or ends to speak. */
  onSpeech(party: PartyName, speaks: boolean): void;
  onTrouble(problem: CallProblem, gone: boolean): void;
  /** The picture of the others is there, or no longer. */
  onFace(face: FaceSource | null): void;
}

/** Keeps the process of media, and who is met there, as a call's state wants it. */
export interface Studio {
  /** Does what is missing between the state and what is. */
  follow(state: CallState): void;
  signal(party: PartyName, signal: CallSignal): void;
  /** How loud the others are heard, from 0 to 1. */
  setVolume(volume: number): void;
  /** Somebody may be there again: no more waiting where nothing comes in. */
  nudge(): void;
  /** Process id of the media process; undefined where none runs. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

interface Meeting {
  sends: Media;
  wants: Media;
}

/** Milliseconds before a process that broke is started again: doubled each time within one call. */
const firstRest = 100;
const longestRest = 5000;
/** The hub has checked what comes from the other side; what would do harm here is checked again. */
const policy: AddressPolicy = { loopback: true };

export function createStudio(options: StudioOptions): Studio {
  const { video, sound, runtimeFolder, log, onTrouble, onFace } = options;
  let child: MediaChild | null = null;
  let children = 0;
  const ending = new Set<Promise<void>>();
  /** The call that the numbers below belong to. */
  let current: string | null = null;
  let breaks = 0;
  let attempt = 0;
  let resting: NodeJS.Timeout | null = null;
  let missing = false;
  let last: CallState | null = null;
  const met = new Map<PartyName, Meeting>();
  let devices = { camera: true, microphone: true };
  let volume = 1;

  const start = (): void => {
    children += 1;
    const face = runtimeFolder === null ? null : join(runtimeFolder, `face-${process.pid}-${children}`);
    devices = { camera: true, microphone: true };
    const started = startMediaChild({
      open: { type: 'open', video, sound, face },
      log,
      onMessage: (message) => {
        if (child === started) receive(message, face);
      },
      onExit: (reason) => {
        if (child === started) broken(reason);
      },
    });
    child = started;
    started.send({ type: 'volume', volume });
    log.info({ pid: started.pid }, 'media process started');
  };
  const wake = (): void => {
    if (resting !== null) clearTimeout(resting);
    resting = null;
  };
  const end = (): void => {
    wake();
    met.clear();
    const ended = child;
    child = null;
    if (ended === null) return;
    onFace(null);
    const gone = ended.kill().finally(() => ending.delete(gone));
    ending.add(gone);
  };
  const broken = (reason: string): void => {
    log.warn({ reason }, 'media process broke');
    child = null;
    met.clear();
    onFace(null);
    const rest = Math.min(longestRest, firstRest * 2 ** breaks);
    breaks += 1;
    wake();
    resting = setTimeout(() => {
      resting = null;
      if (last) follow(last);
    }, rest);
    onTrouble({ code: 'internal', message: 'camera, microphone and screen of the call start again' }, true);
  };
  const receive = (message: FromMedia, face: string | null): void => {
    switch (message.type) {
      case 'signal': {
        attempt = Math.max(attempt, message.signal.attempt + 1);
        if (current !== null) {
          options.onSignal({ type: 'signal', call: current, to: message.party, signal: message.signal });
        }
        return;
      }
      case 'flow':
        options.onFlow(message.party, { flows: message.flows, picture: message.picture });
        return;
      case 'speech':
        options.onSpeech(message.party, message.speaks);
        return;
      case 'face':
        if (face !== null) onFace({ socket: face, width: video.width, height: video.height });
        return;
      case 'device_failed':
        log.warn({ device: message.device, problem: message.message }, 'a device of the call failed');
        onTrouble({ code: 'unavailable', message: `${message.device}: ${message.message}` }, false);
        return;
      case 'missing':
        missing = true;
        log.error({ problem: message.message }, 'calls with sound and picture are not possible here');
        onTrouble({ code: 'unsupported', message: message.message }, true);
        end();
    }
  };

  const follow = (state: CallState): void => {
    last = state;
    const { call } = state;
    const wanted = call !== null && wantsMedia(state) && !missing;
    if (call?.id !== current) {
      // A process for each call: nothing of the one before is left.
      end();
      current = call?.id ?? null;
      breaks = 0;
      attempt = 0;
    }
    if (!wanted || call === null) {
      end();
      return;
    }
    if (child === null) {
      // While it rests after a break its own timer comes back here.
      if (resting !== null) return;
      start();
    }
    const talking = isTalk(call.phase);
    const others = talking ? call.parties.filter(({ party }) => party !== 'citizen') : [];
    for (const party of [...met.keys()]) {
      if (others.some((other) => other.party === party)) continue;
      met.delete(party);
      child?.send({ type: 'part', party });
    }
    const { mode, seen } = call.wish;
    for (const { party, listens } of others) {
      if (met.has(party)) continue;
      const sends = { audio: true, video: mode === 'video' && seen && video.source !== 'none' };
      const wants = { audio: !listens, video: !listens && mode === 'video' };
      met.set(party, { sends, wants });
      child?.send({ type: 'meet', party, sends, wants, attempt, ice: [...call.ice] });
    }
    const { camera, microphone } = state;
    if (camera === devices.camera && microphone === devices.microphone) return;
    devices = { camera, microphone };
    child?.send({ type: 'devices', ...devices });
  };

  return {
    follow,
    signal(party, signal) {
      const checked = checkSignal(signal, policy);
      if (checked.ok) child?.send({ type: 'signal', party, signal });
      else log.warn({ problem: checked.error.message }, 'a signal of the other side was refused');
    },
    setVolume(wanted) {
      volume = wanted;
      child?.send({ type: 'volume', volume });
    },
    nudge() {
      for (const party of met.keys()) child?.send({ type: 'nudge', party });
    },
    pid: () => child?.pid,
    async stop() {
      last = null;
      end();
      await Promise.all(ending);
    },
  };
}

/** From the queue on, so that the first picture does not wait for a process to start. */
function wantsMedia({ call }: CallState): boolean {
  if (call === null || call.wish.mode === 'text') return false;
  return call.phase === 'waiting' || call.phase === 'ringing' || isTalk(call.phase);
}

function checkSignal(signal: CallSignal, policy: AddressPolicy): Result<unknown> {
  switch (signal.kind) {
    case 'again':
      return success(null);
    case 'candidate':
      return checkCandidate(signal.candidate, policy);
    default:
      return checkDescription(signal.sdp, policy);
  }
}
