import { failure, type Result, success } from '../../protocol/errors.ts';

export interface Camera {
  /** One frame of the screen as JPEG. `unavailable` when the display does not answer in time. */
  picture(): Promise<Result<Buffer>>;
  /** Hands frames to `onFrame` for this many seconds; a new call takes the place of the one before, 0 ends it. */
  live(seconds: number, framesPerSecond: number, onFrame: (jpeg: Buffer) => void): void;
  /** The display's answer to `ask`. */
  taken(request: number, jpeg: unknown): void;
  /** The display went away: nobody will answer. */
  abandon(): void;
  stop(): void;
}

const answerWithin = 5_000;

/** Takes frames only when someone asks. `ask` is false when there is no display to ask. */
export function createCamera(ask: (request: number) => boolean): Camera {
  let last = 0;
  const waiting = new Map<number, (result: Result<Buffer>) => void>();
  let view: { timer: NodeJS.Timeout; end: NodeJS.Timeout } | null = null;

  const picture = (): Promise<Result<Buffer>> =>
    new Promise((resolve) => {
      last += 1;
      const request = last;
      const timer = setTimeout(
        () => answer(failure('unavailable', 'the display gives no picture')),
        answerWithin,
      );
      const answer = (result: Result<Buffer>): void => {
        clearTimeout(timer);
        waiting.delete(request);
        resolve(result);
      };
      waiting.set(request, answer);
      if (!ask(request)) answer(failure('unavailable', 'the display is not running'));
    });
  const endView = (): void => {
    if (view === null) return;
    clearInterval(view.timer);
    clearTimeout(view.end);
    view = null;
  };
  const abandon = (): void => {
    for (const answer of [...waiting.values()])
      answer(failure('unavailable', 'the display is being rebuilt'));
  };

  return {
    picture,
    live(seconds, framesPerSecond, onFrame) {
      endView();
      if (seconds <= 0) return;
      let busy = false;
      const take = async (): Promise<void> => {
        // One frame at a time: a display that is slow gives fewer frames, not a queue of them.
        if (busy) return;
        busy = true;
        const taken = await picture();
        busy = false;
        if (taken.ok && view === mine) onFrame(taken.value);
      };
      const mine = {
        timer: setInterval(take, 1000 / framesPerSecond),
        end: setTimeout(endView, seconds * 1000),
      };
      view = mine;
      void take();
    },
    taken(request, jpeg) {
      const answer = waiting.get(request);
      if (answer === undefined) return;
      if (jpeg instanceof Uint8Array)
        answer(success(Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength)));
      else answer(failure('internal', 'the display answered without a picture'));
    },
    abandon,
    stop() {
      endView();
      abandon();
    },
  };
}
