import { type Devices, openDevices, stopStream } from '../call/index.ts';
import { type LocalMedia, noMedia } from './state.ts';

/** Camera and microphone of this side, from the first try until the call is over. */
export interface Media {
  view(): LocalMedia;
  /** Asks for what is needed. Resolves when the browser has answered. */
  open(wanted: { camera: boolean; microphone: boolean }): Promise<void>;
  choose(kind: 'camera' | 'microphone', id: string): Promise<void>;
  /** A camera that is off is let go of, so that its light goes out. */
  switchCamera(on: boolean): Promise<void>;
  mute(muted: boolean): void;
  /** Lets go of everything. */
  stop(): void;
}

export interface MediaOptions {
  onChange(): void;
  /** Other tracks than before are to be sent. */
  onStream(stream: MediaStream | null): void;
}

export function createMedia({ onChange, onStream }: MediaOptions): Media {
  let view: LocalMedia = noMedia;
  let wanted = { camera: false, microphone: false };
  /** Grows with everything that makes an answer of the browser come too late. */
  let turn = 0;

  const become = (changes: Partial<LocalMedia>) => {
    view = { ...view, ...changes };
    onChange();
  };

  const watch = (stream: MediaStream | null) => {
    for (const track of stream?.getTracks() ?? []) {
      // Pulled out, or taken back in the browser.
      track.addEventListener('ended', () => {
        const { devices } = view;
        if (devices?.stream !== stream) return;
        const lost = track.kind === 'video' ? { camera: false } : { microphone: false };
        become({ devices: { ...devices, ...lost } });
      });
    }
  };

  const use = (devices: Devices) => {
    watch(devices.stream);
    for (const track of devices.stream?.getAudioTracks() ?? []) track.enabled = !view.muted;
    become({ devices, opening: false });
    onStream(devices.stream);
  };

  const open = async () => {
    turn += 1;
    const mine = turn;
    stopStream(view.devices?.stream ?? null);
    become({ opening: true, devices: null });
    const devices = await openDevices({
      camera: wanted.camera && (view.camera ?? true),
      microphone: wanted.microphone && (view.microphone ?? true),
    });
    const known = await navigator.mediaDevices?.enumerateDevices().catch(() => []);
    if (mine !== turn) return stopStream(devices.stream);
    const idOf = (kind: 'video' | 'audio') =>
      devices.stream
        ?.getTracks()
        .find((track) => track.kind === kind)
        ?.getSettings().deviceId ?? null;
    view = {
      ...view,
      cameras: (known ?? []).filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== ''),
      microphones: (known ?? []).filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== ''),
      camera: idOf('video') ?? view.camera,
      microphone: idOf('audio') ?? view.microphone,
      cameraOff: false,
    };
    use(devices);
  };

  return {
    view: () => view,
    open: (wish) => {
      wanted = wish;
      return open();
    },
    choose: (kind, id) => {
      view = { ...view, [kind]: id };
      return open();
    },
    switchCamera: async (on) => {
      const { devices } = view;
      if (!devices) return;
      turn += 1;
      const mine = turn;
      const audio = devices.stream?.getAudioTracks() ?? [];
      for (const track of devices.stream?.getVideoTracks() ?? []) track.stop();
      become({ cameraOff: !on });
      if (!on) return use({ ...devices, stream: new MediaStream(audio) });
      const more = await openDevices({ camera: view.camera ?? true, microphone: false });
      if (mine !== turn) return stopStream(more.stream);
      if (!more.camera) view = { ...view, cameraOff: true };
      const stream = new MediaStream([...audio, ...(more.stream?.getTracks() ?? [])]);
      use({ ...devices, stream, problem: more.problem });
    },
    mute: (muted) => {
      for (const track of view.devices?.stream?.getAudioTracks() ?? []) track.enabled = !muted;
      become({ muted });
    },
    stop: () => {
      turn += 1;
      stopStream(view.devices?.stream ?? null);
      view = { ...noMedia, camera: view.camera, microphone: view.microphone };
      onChange();
    },
  };
}
