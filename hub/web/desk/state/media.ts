import { type Devices, openDevices, stopStream } from '../../call/index.ts';

type Kind = 'camera' | 'microphone';
/** What browsers call them. */
const tracksOf = { camera: 'video', microphone: 'audio' } as const;

/** Which camera and microphone this browser uses; empty leaves the choice to it. */
export interface Choice {
  camera: string;
  microphone: string;
}

/** The operator's camera and microphone. They are on while a call rings or goes on, and while they are tried. */
export interface Media {
  /** Opens what is not open yet; waits no longer than a citizen would like to. */
  open(wanted: { camera: boolean; microphone: boolean }): Promise<void>;
  /** Ends what a call of this kind does not need. */
  keep(wanted: { camera: boolean; microphone: boolean }): void;
  close(): void;
  stream(): MediaStream | null;
  problem(): Devices['problem'];
  /** Whether they are there, and on; `addable` where there is one by now that is not in use. */
  camera(): { there: boolean; on: boolean; addable: boolean };
  microphone(): { there: boolean; on: boolean; addable: boolean };
  /** Takes one that was plugged in meanwhile. */
  add(kind: Kind): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  setMicrophone(on: boolean): void;
  choice(): Choice;
  choose(choice: Choice): Promise<void>;
  onChange(listener: () => void): () => void;
  /** Ends everything: nothing is heard of devices any more. */
  stop(): void;
}

const patience = 6_000;
const storedAs = 'totem-desk-devices';

export function createMedia(): Media {
  let stream: MediaStream | null = null;
  let problem: Devices['problem'] = null;
  let opening: Promise<void> | undefined;
  /** What was asked for since the devices were closed last. */
  let wanted = { camera: false, microphone: false };
  let muted = false;
  let choice = readChoice();
  let turn = 0;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const has = (kind: 'audio' | 'video') => stream?.getTracks().some((track) => track.kind === kind) ?? false;
  /** Kinds of which there is any device, in use or not. */
  let present = { camera: false, microphone: false };
  const look = async () => {
    const list = (await navigator.mediaDevices?.enumerateDevices().catch(() => null)) ?? [];
    const any = (kind: MediaDeviceKind) => list.some((device) => device.kind === kind);
    const found = { camera: any('videoinput'), microphone: any('audioinput') };
    if (found.camera === present.camera && found.microphone === present.microphone) return;
    present = found;
    tell();
  };
  const changed = () => void look();
  navigator.mediaDevices?.addEventListener('devicechange', changed);
  changed();

  const fetchDevices = async () => {
    const mine = ++turn;
    const devices = await openDevices({
      camera: wanted.camera && (choice.camera || true),
      microphone: wanted.microphone && (choice.microphone || true),
    });
    // Closed, or opened otherwise, while the browser asked its user.
    if (mine !== turn) return stopStream(devices.stream);
    stopStream(stream);
    ({ stream, problem } = devices);
    for (const track of stream?.getTracks() ?? []) watch(track);
    mute();
    tell();
  };
  /** A device that is pulled out is not there any more. */
  const watch = (track: MediaStreamTrack) => {
    track.addEventListener('ended', () => {
      stream?.removeTrack(track);
      tell();
    });
  };
  const add = async (kind: Kind) => {
    const mine = turn;
    const only = { camera: false, microphone: false, [kind]: choice[kind] || true };
    let devices = await openDevices(only);
    // The one that was chosen once may be another.
    if (!devices.stream && choice[kind]) devices = await openDevices({ ...only, [kind]: true });
    // The call may be over, or it was done twice.
    if (mine !== turn || has(tracksOf[kind])) return stopStream(devices.stream);
    problem = devices.problem;
    const tracks = devices.stream?.getTracks() ?? [];
    // Another stream, so that whoever plays it sees that it changed.
    if (tracks.length > 0) stream = new MediaStream([...(stream?.getTracks() ?? []), ...tracks]);
    for (const track of tracks) watch(track);
    mute();
    tell();
  };
  const mute = () => {
    for (const track of stream?.getAudioTracks() ?? []) track.enabled = !muted;
  };

  const close = () => {
    turn += 1;
    opening = undefined;
    wanted = { camera: false, microphone: false };
    muted = false;
    if (!stream) return;
    stopStream(stream);
    stream = null;
    tell();
  };

  return {
    open: (asked) => {
      if (!opening || (asked.camera && !wanted.camera) || (asked.microphone && !wanted.microphone)) {
        wanted = {
          camera: asked.camera || wanted.camera,
          microphone: asked.microphone || wanted.microphone,
        };
        opening = fetchDevices();
      }
      const late = new Promise<void>((resolve) => setTimeout(resolve, patience));
      return Promise.race([opening, late]);
    },
    keep: (asked) => {
      wanted = asked;
      for (const track of stream?.getTracks() ?? []) {
        if (track.kind === 'video' ? asked.camera : asked.microphone) continue;
        track.stop();
        stream?.removeTrack(track);
      }
      tell();
    },
    close,
    stream: () => stream,
    problem: () => problem,
    camera: () => ({
      there: wanted.camera || has('video'),
      on: has('video'),
      addable: present.camera && !has('video'),
    }),
    microphone: () => ({
      there: has('audio'),
      on: has('audio') && !muted,
      addable: present.microphone && !has('audio'),
    }),
    add,
    setCamera: async (on) => {
      if (on === has('video')) return;
      if (!on) {
        for (const track of stream?.getVideoTracks() ?? []) {
          track.stop();
          stream?.removeTrack(track);
        }
        return tell();
      }
      await add('camera');
    },
    setMicrophone: (on) => {
      muted = !on;
      mute();
      tell();
    },
    choice: () => choice,
    choose: async (next) => {
      choice = next;
      localStorage.setItem(storedAs, JSON.stringify(next));
      opening = fetchDevices();
      await opening;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      navigator.mediaDevices?.removeEventListener('devicechange', changed);
      close();
    },
  };
}

function readChoice(): Choice {
  try {
    const { camera, microphone } = JSON.parse(localStorage.getItem(storedAs) ?? '{}');
    return { camera: String(camera ?? ''), microphone: String(microphone ?? '') };
  } catch {
    return { camera: '', microphone: '' };
  }
}
