/** Tells at most so often that something changed, and never misses the last change. */
export interface Reporter {
  changed(): void;
  stop(): void;
}

/** @param milliseconds between two reports; the first change is told at once */
export function createReporter(report: () => void, milliseconds: number): Reporter {
  let timer: NodeJS.Timeout | undefined;
  let again = false;
  const tick = () => {
    timer = undefined;
    if (again) tell();
  };
  const tell = () => {
    again = false;
    timer = setTimeout(tick, milliseconds);
    report();
  };
  return {
    changed: () => {
      if (timer) again = true;
      else tell();
    },
    stop: () => clearTimeout(timer),
  };
}
