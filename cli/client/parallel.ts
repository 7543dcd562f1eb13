import { type Result, success } from '../../protocol/index.ts';

/** Works through items, at most `limit` at a time, and stops taking new ones after the first failure. */
export async function inParallel<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result<unknown>>,
): Promise<Result<null>> {
  let outcome: Result<null> = success(null);
  let next = 0;
  const worker = async () => {
    while (outcome.ok) {
      const item = items[next];
      next += 1;
      if (item === undefined) return;
      const done = await work(item);
      if (!done.ok && outcome.ok) outcome = done;
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return outcome;
}
