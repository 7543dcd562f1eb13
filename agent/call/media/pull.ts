import type { GstElement } from '../../gstreamer/index.ts';

/** Hands every buffer of an appsink on. The add-on copies it, so it may be kept. */
export function pullAll(sink: GstElement, onBuffer: (buffer: Uint8Array) => void): void {
  const { pull } = sink;
  if (typeof pull !== 'function') throw new Error('no appsink');
  const arm = (): void => {
    pull.call(sink, (buffer: unknown) => {
      // Without a buffer the stream is over.
      if (!(buffer instanceof Uint8Array)) return;
      onBuffer(buffer);
      arm();
    });
  };
  arm();
}

/** Gives a function that pushes into an appsrc, which copies. */
export function pusherOf(source: GstElement): (buffer: Uint8Array) => void {
  const { push } = source;
  if (typeof push !== 'function') throw new Error('no appsrc');
  return (buffer) => push.call(source, buffer);
}
