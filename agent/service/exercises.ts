import type {
  AgentMessage,
  Exercise,
  ExerciseOutcome,
  ExerciseProgress,
  PageMessage,
} from '../../protocol/index.ts';

/** How an exercise ended; `replaced` by another one or taken away, `lost` with the page that showed it. */
export type ExerciseEnding = ExerciseOutcome | 'replaced' | 'lost';

/** One exercise on the screen. */
export interface ShownExercise {
  /** What is known of it so far; `null` until there was something to tell. */
  progress(): ExerciseProgress | null;
  /** Told at once with what is known, then with every step. Returns how to unsubscribe. */
  onProgress(listener: (progress: ExerciseProgress) => void): () => void;
  /** Resolves once, and never rejects. */
  ended: Promise<ExerciseEnding>;
  /** Takes it from the screen, where it still is. */
  hide(): void;
}

/** The exercises on the totem's page: one at a time, for whoever asked last. */
export interface Exercises {
  show(exercise: Exercise): ShownExercise;
  current(): Exercise | null;
  /** What a page says; messages about other things are ignored. */
  heard(message: PageMessage): void;
  /** A page was opened: it is told what it should show. */
  greet(): void;
  /** Takes whatever is shown from the screen. */
  clear(): void;
  /** The last page on the screen is gone. */
  gone(): void;
}

interface Running {
  exercise: Exercise;
  progress: ExerciseProgress | null;
  listeners: Set<(progress: ExerciseProgress) => void>;
  end(ending: ExerciseEnding): void;
}

export function createExercises(options: {
  send: (message: AgentMessage) => void;
  /** Told when an exercise came or went. */
  onChange?: (exercise: Exercise | null) => void;
}): Exercises {
  let running: Running | undefined;

  const change = (next: Running | undefined, ending: ExerciseEnding) => {
    const former = running;
    running = next;
    options.send({ type: 'exercise', exercise: next?.exercise ?? null });
    former?.end(ending);
    options.onChange?.(next?.exercise ?? null);
  };

  return {
    show: (exercise) => {
      const { promise, resolve } = Promise.withResolvers<ExerciseEnding>();
      const own: Running = { exercise, progress: null, listeners: new Set(), end: resolve };
      change(own, 'replaced');
      return {
        progress: () => own.progress,
        onProgress: (listener) => {
          own.listeners.add(listener);
          if (own.progress) listener(own.progress);
          return () => own.listeners.delete(listener);
        },
        ended: promise,
        hide: () => {
          if (running === own) change(undefined, 'replaced');
        },
      };
    },
    current: () => running?.exercise ?? null,
    heard: (message) => {
      if (!running) return;
      if (message.type === 'exercise_ended') change(undefined, message.outcome);
      // A late word of the exercise before this one is no progress of this one.
      if (message.type === 'exercise_progress' && message.progress.kind === running.exercise.kind) {
        running.progress = message.progress;
        for (const listener of running.listeners) listener(message.progress);
      }
    },
    greet: () => {
      if (running) options.send({ type: 'exercise', exercise: running.exercise });
    },
    clear: () => {
      if (running) change(undefined, 'replaced');
    },
    gone: () => {
      if (running) change(undefined, 'lost');
    },
  };
}
