import { createRequire } from 'node:module';
import Type, { type Static } from 'typebox';
import { validatorOf } from '../../protocol/validate.ts';

/** What we use of `gstreamer-superficial`, which comes without types. */
export interface GstElement {
  [property: string]: unknown;
}
export interface GstPipeline {
  play(): void;
  stop(): void;
  findChild(name: string): GstElement | undefined;
  setPad(element: string, property: string, pad: string): void;
  /** Calls back for every message from now on; the binding asks for the next one by itself. */
  pollBus(callback: (message: unknown) => void): void;
  /** Seconds, or -1. */
  queryPosition(): number;
}
interface Binding {
  Pipeline: new (description: string) => GstPipeline;
}

/** Loads the add-on. Throws where it is not installed: the child ends, and the supervisor tells the fault. */
export function loadBinding(): Binding {
  const binding: unknown = createRequire(import.meta.url)('gstreamer-superficial');
  if (!isBinding(binding)) throw new Error('gstreamer-superficial has no Pipeline');
  return binding;
}

function isBinding(value: unknown): value is Binding {
  return (
    typeof value === 'object' && value !== null && 'Pipeline' in value && typeof value.Pipeline === 'function'
  );
}

/** A named element of a pipeline description of ours: its absence is a mistake in the description. */
export function childOf(pipeline: GstPipeline, name: string): GstElement {
  const element = pipeline.findChild(name);
  if (element === undefined) throw new Error(`the pipeline has no element ${name}`);
  return element;
}

const BusMessage = Type.Object({
  type: Type.String(),
  name: Type.Optional(Type.String()),
  message: Type.Optional(Type.Unknown()),
});
export type BusMessage = Static<typeof BusMessage>;
const validateBusMessage = validatorOf(BusMessage);

/**
 * Follows the bus of a pipeline that is played and stopped many times. The binding ends its polling when it
 * finds the pipeline stopped after a message, so messages are handed on after the binding looked, and polling
 * is asked for again when it ended all the same.
 */
export function playable(
  pipeline: GstPipeline,
  onMessage: (message: BusMessage) => void,
): { play(): void; stop(): void } {
  let polling = false;
  let stopped = true;
  let run = 0;
  const poll = (message: unknown): void => {
    const seenIn = run;
    polling = !stopped;
    const checked = validateBusMessage(message);
    if (!checked.ok) return;
    setImmediate(() => {
      if (seenIn === run) onMessage(checked.value);
    });
  };
  return {
    play() {
      run += 1;
      stopped = false;
      pipeline.play();
      if (!polling) {
        polling = true;
        pipeline.pollBus(poll);
      }
    },
    stop() {
      run += 1;
      stopped = true;
      pipeline.stop();
    },
  };
}

/** An error of the bus in one line: the element's path and GStreamer's words. */
export function describeError(message: BusMessage): string {
  const words = typeof message.message === 'string' ? message.message : 'unknown error';
  return `${message.name ?? 'pipeline'}: ${words}`.slice(0, 500);
}

/** Frames shown so far, from a sink's `stats` structure (`..., rendered=(guint64)123, ...`). */
export function renderedFrames(sink: GstElement): number {
  const match = /rendered=\(guint64\)(\d+)/.exec(String(sink.stats));
  return match?.[1] === undefined ? 0 : Number(match[1]);
}

/** Sets an element `volume` to this part of what people hear as loud, from 0 to 1. */
export function setLoudness(element: GstElement, volume: number): void {
  // What people hear as half as loud is far less than half of the amplitude.
  // At exactly 0 the element marks its buffers as gaps, at which the sink's clock stands still.
  element.volume = Math.max(1e-5, volume ** 3);
}
