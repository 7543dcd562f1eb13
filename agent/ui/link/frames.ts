/**
 * Says once a second how many animation frames the page has had. It asks for one frame at a time instead of
 * running through all of them, so that an idle page stays idle; a page that is no longer painted gets none.
 */
export function createFrameReport(send: (frames: number) => void): { start(): void; stop(): void } {
  let frames = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  let frame = 0;
  return {
    start() {
      timer = setInterval(() => {
        send(frames);
        cancelAnimationFrame(frame);
        frame = requestAnimationFrame(() => {
          frames += 1;
        });
      }, 1000);
    },
    stop() {
      clearInterval(timer);
      cancelAnimationFrame(frame);
    },
  };
}

/** Calls back after the page has been painted twice from now on; gives back a way to call it off. */
export function afterTwoPaints(done: () => void): () => void {
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(done);
    });
  });
  return () => cancelAnimationFrame(frame);
}
