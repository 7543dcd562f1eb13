/** Which camera and microphone are wanted; `true` leaves the choice to the browser, a text is a device's id. */
export interface DevicesWanted {
  camera: boolean | string;
  microphone: boolean | string;
}

/** What the browser gave. */
export interface Devices {
  stream: MediaStream | null;
  camera: boolean;
  microphone: boolean;
  /** Why something that was wanted is not there: not allowed by the user, no such device, or in use elsewhere. */
  problem: 'refused' | 'absent' | 'busy' | 'unsupported' | null;
}

/** VGA at 25 frames/s is what a totem sends as well. */
const picture = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 25, max: 30 } };
const sound = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Asks for camera and microphone, and for the microphone alone where there is no camera to be had. */
export async function openDevices({ camera, microphone }: DevicesWanted): Promise<Devices> {
  const nothing = { stream: null, camera: false, microphone: false };
  if (!camera && !microphone) return { ...nothing, problem: null };
  // Browsers offer devices on HTTPS and on the machine itself only.
  if (!navigator.mediaDevices) return { ...nothing, problem: 'unsupported' };
  const choices = [
    { camera, microphone },
    { camera: false, microphone },
    { camera, microphone: false },
  ].filter((choice) => choice.camera || choice.microphone);
  let problem: Devices['problem'] = null;
  for (const choice of choices) {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        video: constraintsOf(choice.camera, picture),
        audio: constraintsOf(choice.microphone, sound),
      });
      return {
        stream,
        camera: stream.getVideoTracks().length > 0,
        microphone: stream.getAudioTracks().length > 0,
        problem,
      };
    } catch (error) {
      // Browsers tell what is not there before what is not allowed, and only the latter can be cured by a touch.
      const found = problemOf(error);
      if (problem === null || found === 'refused') problem = found;
    }
  }
  return { ...nothing, problem };
}

export function stopStream(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function constraintsOf(
  device: boolean | string,
  base: MediaTrackConstraints,
): MediaTrackConstraints | boolean {
  if (device === false) return false;
  return device === true ? base : { ...base, deviceId: { exact: device } };
}

function problemOf(error: unknown): Devices['problem'] {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'absent';
}
