import type { SoundSettings, VideoSettings } from '../messages.ts';

/**
 * Descriptions of the pipelines in the language of gst-launch. Nothing from outside is in them: devices and sockets
 * are set as properties of named elements.
 */

/** Sound as libwebrtc wants it: 10 ms of one channel at 48 kHz. */
const soundCaps = 'audio/x-raw,format=S16LE,rate=48000,channels=1,layout=interleaved';
export const samplesInPiece = 480;

const take = 'appsink max-buffers=2 drop=true sync=false async=false';

/** What the camera sees, in planes Y, U and V. */
export function cameraDescription({ source, width, height, framesPerSecond }: VideoSettings): string {
  const size = `width=${width},height=${height}`;
  const shape = `video/x-raw,format=I420,${size},framerate=${framesPerSecond}/1`;
  if (source === 'test') {
    return [
      'videotestsrc is-live=true pattern=ball animation-mode=running-time motion=sweep',
      `video/x-raw,format=I420,${size},framerate=${framesPerSecond}/1`,
      'timeoverlay time-mode=running-time halignment=center valignment=bottom font-desc="Sans 20"',
      `${take} name=camera`,
    ].join(' ! ');
  }
  // Cameras give this size raw or as JPEG; what decodes it, hardware or software, is GStreamer's choice.
  return [
    'v4l2src name=device do-timestamp=true',
    `capsfilter caps="video/x-raw,${size};image/jpeg,${size}"`,
    'decodebin',
    'queue max-size-buffers=2 max-size-bytes=0 max-size-time=0 leaky=downstream',
    'videoconvert',
    'videoscale add-borders=true',
    'videorate drop-only=false',
    shape,
    `${take} name=camera`,
  ].join(' ! ');
}

/** Microseconds of sound that wait in a device: little, for they are heard late. */
const deviceBuffer = 'buffer-time=60000 latency-time=10000';

/** Microphone and loudspeaker in one pipeline, so that the echo canceller knows how late each is. */
export function soundDescription({ source, sink, sampleRate }: SoundSettings): string {
  const cancels = sink !== 'none' && (source === 'pulsesrc' || source === 'alsasrc');
  const enhance = `webrtcdsp probe=probe echo-cancel=${cancels} noise-suppression=true gain-control=true`;
  const inputs: Record<SoundSettings['source'], string> = {
    pulsesrc: `pulsesrc name=microphone ${deviceBuffer} ! audioconvert ! audioresample ! ${soundCaps} ! ${enhance}`,
    alsasrc: `alsasrc name=microphone ${deviceBuffer} ! audioconvert ! audioresample ! ${soundCaps} ! ${enhance}`,
    voice: [
      'multifilesrc name=voice loop=true',
      `rawaudioparse format=pcm pcm-format=s16le num-channels=1 sample-rate=${sampleRate ?? 48_000}`,
      'identity sync=true',
      'audioconvert',
      'audioresample',
      soundCaps,
    ].join(' ! '),
    // Something like the rhythm of speech, and nothing that hurts.
    test: `audiotestsrc is-live=true wave=ticks freq=220 volume=0.3 tick-interval=500000000 samplesperbuffer=480 ! ${soundCaps}`,
    none: `audiotestsrc is-live=true wave=silence samplesperbuffer=480 ! ${soundCaps}`,
  };
  const microphone = `${inputs[source]} ! audiobuffersplit output-buffer-duration=1/100 ! ${soundCaps} ! appsink name=heard max-buffers=20 drop=true sync=false async=false`;
  if (sink === 'none') return microphone;
  const loudspeaker = [
    `appsrc name=said is-live=true do-timestamp=true format=time max-bytes=96000 leaky-type=downstream caps="${soundCaps}"`,
    'queue max-size-time=200000000 max-size-buffers=0 max-size-bytes=0 leaky=downstream',
    'volume name=volume',
    ...(cancels ? ['webrtcechoprobe name=probe'] : []),
    'audioconvert',
    'audioresample',
    `${sink} name=loudspeaker ${deviceBuffer} async=false`,
  ].join(' ! ');
  return `${microphone} ${loudspeaker}`;
}

/** Gives the composed picture to the display through shared memory. */
export function faceDescription(width: number, height: number): string {
  const bytes = (width * height * 3) / 2;
  return [
    `appsrc name=picture is-live=true do-timestamp=true format=time max-buffers=3 leaky-type=downstream caps="video/x-raw,format=I420,width=${width},height=${height},framerate=0/1"`,
    `shmsink name=socket wait-for-connection=false sync=false async=false shm-size=${bytes * 8}`,
  ].join(' ! ');
}
