import type { CompiledContent } from '../../../protocol/content/compiled.ts';
import { backoff } from './backoff.ts';

/** Keeps the page's content equal to the release that is active at the agent, but never during a session. */
export interface ContentLoader {
  /** The agent says which release is active; `undefined` when it has not said yet. */
  want(release: string | null | undefined): void;
  /** While held, a new release waits, unless there is nothing on the screen that it would take away. */
  hold(held: boolean): void;
  stop(): void;
}

export function createContentLoader(options: {
  fetch: typeof fetch;
  /** Takes the release as it is now; `null` when there is none. Called also when it is the one of before. */
  onContent: (content: CompiledContent | null) => void;
}): ContentLoader {
  let current: CompiledContent | null | undefined;
  let held = false;
  let waiting = false;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let request = new AbortController();

  const waits = (): boolean => held && Boolean(current);

  function show(content: CompiledContent | null): void {
    current = content;
    options.onContent(content);
  }

  async function load(): Promise<void> {
    clearTimeout(timer);
    request.abort();
    request = new AbortController();
    const { signal } = request;
    try {
      const answer = await options.fetch('/content.json', { cache: 'no-store', signal });
      if (answer.status !== 404 && !answer.ok) throw new Error(`status ${answer.status}`);
      const content = answer.ok ? readContent(await answer.json()) : null;
      if (signal.aborted) return;
      attempt = 0;
      // A session may have begun while the content was on its way.
      if (waits()) waiting = true;
      else show(content);
    } catch {
      if (signal.aborted) return;
      timer = setTimeout(() => void load(), backoff(attempt++, Math.random()));
      if (current === undefined) show(null);
    }
  }

  return {
    want(release) {
      if (current && release === current.release) {
        // What was on its way is no longer wanted.
        request.abort();
        clearTimeout(timer);
        waiting = false;
        show(current);
      } else if (waits()) waiting = true;
      else void load();
    },
    hold(now) {
      held = now;
      if (held || !waiting) return;
      waiting = false;
      void load();
    },
    stop() {
      clearTimeout(timer);
      request.abort();
    },
  };
}

/**
 * Takes the agent's answer, which it compiled from signed and checked files. Only what tells content from
 * something else is looked at here: a part that is wrong shows as a render error, which the page survives.
 */
function readContent(value: unknown): CompiledContent {
  if (!isContent(value)) throw new Error('not a content release');
  return value;
}

function isContent(value: unknown): value is CompiledContent {
  if (typeof value !== 'object' || value === null) return false;
  const fields = Object.entries(value);
  const has = (name: string, test: (field: unknown) => boolean) =>
    fields.some(([key, field]) => key === name && test(field));
  return (
    has('release', (field) => typeof field === 'string') &&
    has('defaultLanguage', (field) => typeof field === 'string') &&
    ['languages', 'categories', 'cards', 'offices', 'playlist'].every((name) => has(name, Array.isArray))
  );
}
