import Type from 'typebox';
import { validatorOf } from '../../protocol/validate.ts';
import { childOf, type GstElement, loadBinding } from '../gstreamer/index.ts';
import { encoderDescription } from './launch.ts';

/** What the binding makes of a GstSample of raw video. */
const RawSample = Type.Object({
  buf: Type.Unknown(),
  caps: Type.Object({
    format: Type.String({ pattern: '^[A-Z0-9a-z_]+$' }),
    width: Type.Integer({ minimum: 1 }),
    height: Type.Integer({ minimum: 1 }),
  }),
});
const validate = validatorOf(RawSample);

/**
 * Makes JPEGs of the last frame that a sink has shown. Its pipeline is built at the first picture and stays,
 * because the binding never gives a pipeline back; while nobody asks it costs nothing.
 */
export function createEncoder(sink: GstElement): { picture(onPicture: (jpeg: Uint8Array) => void): void } {
  let push: ((frame: Uint8Array) => void) | null = null;
  let waiting: ((jpeg: Uint8Array) => void)[] = [];

  const build = (format: string, width: number, height: number): ((frame: Uint8Array) => void) => {
    const { Pipeline } = loadBinding();
    const pipeline = new Pipeline(encoderDescription(format, width, height));
    const frames = childOf(pipeline, 'frames');
    const pictures = childOf(pipeline, 'pictures');
    const { push: pushFrame } = frames;
    const { pull } = pictures;
    if (typeof pushFrame !== 'function' || typeof pull !== 'function')
      throw new Error('no appsrc or appsink');
    const arm = (): void => {
      pull.call(pictures, (jpeg: unknown) => {
        if (jpeg instanceof Uint8Array && jpeg.length > 0) waiting.shift()?.(jpeg);
        arm();
      });
    };
    pipeline.play();
    arm();
    return (frame) => pushFrame.call(frames, frame);
  };

  return {
    picture(onPicture) {
      const sample = validate(sink['last-sample']);
      // No frame was shown yet: who asked is answered by the time limit of the request.
      if (!sample.ok || !(sample.value.buf instanceof Uint8Array)) return;
      const { buf, caps } = sample.value;
      push ??= build(caps.format, caps.width, caps.height);
      waiting = [...waiting, onPicture];
      push(buf);
    },
  };
}
