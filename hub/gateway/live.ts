import type { Logger } from 'pino';
import { type Result, success, type TotemId } from '../../protocol/index.ts';
import type { Broker } from '../broker/index.ts';

/** One person who looks at one totem's screen. */
export interface Watcher {
  onFrame(jpeg: Buffer): void;
  /** The view ends: the totem was revoked or the hub stops. */
  onEnd(): void;
}

/** The live view: asks a totem for frames for as long as someone looks, and hands each frame to all who do. */
export interface LiveView {
  /** Resolves with what ends the looking; `offline` or `expired` where the totem does not start. */
  watch(totem: TotemId, watcher: Watcher): Promise<Result<() => void>>;
  /** A frame came in. `false` where nobody looks (any more). */
  frame(totem: TotemId, jpeg: Buffer): boolean;
  /** Ends every view of the totem. */
  end(totem: TotemId): void;
  stop(): void;
}

export interface LiveViewOptions {
  broker: Pick<Broker, 'command'>;
  log: Logger;
}

interface Scene {
  watchers: Set<Watcher>;
  renewal: NodeJS.Timeout;
}

const framesPerSecond = 4;
// A hub that dies leaves the totem filming for this long at most.
const orderSeconds = 20;
const renewMs = 10_000;
const answerMs = 5_000;

export function createLiveView(options: LiveViewOptions): LiveView {
  const { broker, log } = options;
  const scenes = new Map<TotemId, Scene>();

  const order = async (totem: TotemId, seconds: number): Promise<Result<null>> => {
    const answer = await broker.command(totem, 'live', { seconds, framesPerSecond }, answerMs);
    if (!answer.ok) return answer;
    const { ok, error } = answer.value;
    if (ok) return success(null);
    return { ok: false, error: { code: 'unavailable', message: error?.message ?? 'the totem cannot film' } };
  };

  const leave = (totem: TotemId, watcher: Watcher) => {
    const scene = scenes.get(totem);
    if (!scene?.watchers.delete(watcher) || scene.watchers.size > 0) return;
    clearInterval(scene.renewal);
    scenes.delete(totem);
    void order(totem, 0);
  };

  const renew = (totem: TotemId) => {
    void order(totem, orderSeconds).then((answer) => {
      // The view stays open: a totem that comes back goes on filming with the next order.
      if (!answer.ok) log.info({ totem, code: answer.error.code }, 'live view could not be renewed');
    });
  };

  const end = (totem: TotemId) => {
    const scene = scenes.get(totem);
    for (const watcher of scene?.watchers ?? []) {
      leave(totem, watcher);
      watcher.onEnd();
    }
  };

  return {
    watch: async (totem, watcher) => {
      const running = scenes.get(totem);
      if (running) {
        running.watchers.add(watcher);
      } else {
        const renewal = setInterval(() => renew(totem), renewMs);
        scenes.set(totem, { watchers: new Set([watcher]), renewal });
        const started = await order(totem, orderSeconds);
        if (!started.ok) {
          leave(totem, watcher);
          return started;
        }
      }
      return success(() => leave(totem, watcher));
    },
    frame: (totem, jpeg) => {
      const watchers = scenes.get(totem)?.watchers;
      for (const watcher of watchers ?? []) watcher.onFrame(jpeg);
      return watchers !== undefined;
    },
    end,
    stop: () => {
      for (const totem of [...scenes.keys()]) end(totem);
    },
  };
}
