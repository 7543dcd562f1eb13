import { createRequire } from 'node:module';

/** What we use of `@roamhq/wrtc` beside what browsers have: its own types name an `EventHandler` that is nowhere. */

/** A picture in planes Y, U and V, one after the other without gaps. Width and height are even. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8Array;
}

export interface VideoSource {
  createTrack(): MediaStreamTrack;
  onFrame(picture: Picture): void;
}

/** 10 ms of sound. */
export interface Sound {
  samples: Int16Array;
  sampleRate: number;
  channelCount: number;
  bitsPerSample: number;
  numberOfFrames: number;
}

export interface AudioSource {
  createTrack(): MediaStreamTrack;
  onData(sound: Sound): void;
}

interface Sink {
  stop(): void;
}
export interface VideoSink extends Sink {
  onframe: ((event: { frame: Picture & { rotation: number } }) => void) | null;
}
export interface AudioSink extends Sink {
  ondata: ((sound: Sound) => void) | null;
}

export interface Wrtc {
  RTCPeerConnection: typeof RTCPeerConnection;
  MediaStream: typeof MediaStream;
  nonstandard: {
    RTCVideoSource: new () => VideoSource;
    RTCAudioSource: new () => AudioSource;
    RTCVideoSink: new (track: MediaStreamTrack) => VideoSink;
    RTCAudioSink: new (track: MediaStreamTrack) => AudioSink;
  };
}

/** Loads the add-on. Throws where it is not installed, as on a machine that never calls. */
export function loadWrtc(): Wrtc {
  const binding: unknown = createRequire(import.meta.url)('@roamhq/wrtc');
  if (!isWrtc(binding)) throw new Error('@roamhq/wrtc has no RTCPeerConnection');
  return binding;
}

function isWrtc(value: unknown): value is Wrtc {
  if (typeof value !== 'object' || value === null) return false;
  return 'RTCPeerConnection' in value && 'nonstandard' in value && typeof value.nonstandard === 'object';
}
