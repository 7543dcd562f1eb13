import type { PartyName } from '../../../protocol/calls/messages.ts';
import type { FromMedia, MeetParty, OpenMedia, ToMedia } from '../messages.ts';
import { blackPicture, createCamera } from './camera.ts';
import { type Face, openFace } from './face.ts';
import { afterPiece, type Ear, silentEar } from './level.ts';
import { createPeer, type Peer } from './peer.ts';
import { createSound } from './sound.ts';
import { type AudioSink, loadWrtc, type Picture, type VideoSink } from './wrtc.ts';

export interface MediaSession {
  take(message: Exclude<ToMedia, OpenMedia>): void;
  stop(): void;
}

/** A party and what of it is being seen and heard. */
interface Met {
  peer: Peer;
  video: VideoSink | null;
  audio: AudioSink | null;
}

/** What opens camera and sound. */
export interface MediaDevices {
  createCamera: typeof createCamera;
  createSound: typeof createSound;
}

/** All media of one totem: one camera, one microphone, and a way to each party. */
export function openMedia(
  open: OpenMedia,
  send: (message: FromMedia) => void,
  devices: MediaDevices = { createCamera, createSound },
): MediaSession {
  const wrtc = loadWrtc();
  const { RTCVideoSource, RTCAudioSource, RTCVideoSink, RTCAudioSink } = wrtc.nonstandard;
  const { width, height } = open.video;
  const now = () => performance.now();
  const videoSource = new RTCVideoSource();
  const audioSource = new RTCAudioSource();
  const met = new Map<PartyName, Met>();
  let face: Face | null = null;
  let on = { camera: true, microphone: true };
  let seen = false;

  const failed = (device: 'camera' | 'sound' | 'face') => (message: string) =>
    send({ type: 'device_failed', device, message: message.slice(0, 500) });
  const camera = devices.createCamera(
    open.video,
    (picture) => {
      videoSource.onFrame(picture);
      face?.own(picture);
    },
    failed('camera'),
  );
  const ears = new Map<PartyName, Ear>();
  const listen = (party: PartyName, samples: Int16Array): void => {
    const before = ears.get(party) ?? silentEar;
    const after = afterPiece(before, samples);
    ears.set(party, after);
    const { speaks } = after.voice;
    if (speaks !== before.voice.speaks) send({ type: 'speech', party, speaks });
  };
  const deafen = (party: PartyName): void => {
    if (ears.get(party)?.voice.speaks) send({ type: 'speech', party, speaks: false });
    ears.delete(party);
  };
  const silence = new Int16Array(480);
  const sound = devices.createSound(
    open.sound,
    (taken) => {
      const samples = on.microphone ? taken : silence;
      listen('citizen', samples);
      audioSource.onData({
        samples,
        sampleRate: 48_000,
        channelCount: 1,
        bitsPerSample: 16,
        numberOfFrames: samples.length,
      });
    },
    failed('sound'),
  );
  if (open.face !== null) {
    void openFace({ socket: open.face, width, height, onFailure: failed('face'), now }).then(
      (opened) => {
        face = opened;
        send({ type: 'face' });
      },
      (error: unknown) => failed('face')(error instanceof Error ? error.message : String(error)),
    );
  }

  /** The camera is open only while somebody gets what it sees. */
  const watch = (): void => {
    if (seen && on.camera) {
      camera.start();
      return;
    }
    camera.stop();
    face?.own(null);
    if (seen) videoSource.onFrame(blackPicture(width, height));
  };

  const meet = (message: MeetParty): void => {
    part(message.party);
    const { party } = message;
    const peer = createPeer({
      wrtc,
      meet: message,
      tracks: {
        audio: () => audioSource.createTrack(),
        video: () => (open.video.source === 'none' ? null : videoSource.createTrack()),
      },
      signal: (signal) => send({ type: 'signal', party, signal }),
      onTrack: (track) => attend(party, track),
      onFlow: ({ flows, picture }) => send({ type: 'flow', party, flows, picture }),
      now,
    });
    met.set(party, { peer, video: null, audio: null });
    if (message.sends.audio || message.wants.audio) sound.start();
    if (message.sends.video) {
      seen = true;
      watch();
    }
  };

  const attend = (party: PartyName, track: MediaStreamTrack): void => {
    const one = met.get(party);
    if (!one) return;
    if (track.kind === 'video') {
      one.video?.stop();
      const sink = new RTCVideoSink(track);
      one.video = sink;
      sink.onframe = ({ frame }) => {
        if (isPlanar(frame)) face?.party(party, frame);
      };
      return;
    }
    one.audio?.stop();
    const sink = new RTCAudioSink(track);
    one.audio = sink;
    sink.ondata = (heard) => {
      sound.play(party, heard);
      listen(party, heard.samples);
    };
  };

  const part = (party: PartyName): void => {
    const one = met.get(party);
    if (!one) return;
    met.delete(party);
    one.video?.stop();
    one.audio?.stop();
    one.peer.stop();
    sound.drop(party);
    deafen(party);
    face?.drop(party);
    if (met.size > 0) return;
    deafen('citizen');
    seen = false;
    watch();
  };

  return {
    take(message) {
      switch (message.type) {
        case 'meet':
          return meet(message);
        case 'part':
          return part(message.party);
        case 'nudge':
          return met.get(message.party)?.peer.nudge();
        case 'signal':
          return met.get(message.party)?.peer.take(message.signal);
        case 'volume':
          return sound.setVolume(message.volume);
        case 'devices':
          on = message;
          return watch();
      }
    },
    stop() {
      for (const party of [...met.keys()]) part(party);
      face?.stop();
    },
  };
}

/** Planes without gaps, as everything here takes them. */
function isPlanar({ width, height, data }: Picture): boolean {
  return (
    width >= 16 &&
    height >= 16 &&
    width % 2 === 0 &&
    height % 2 === 0 &&
    data.length === (width * height * 3) / 2
  );
}
