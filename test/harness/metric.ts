import { fetch } from 'undici';
import type { TestHub } from './hub.ts';

/** Sum of a hub's Prometheus samples whose name and labels begin with `start`. */
export async function metricOf(hub: TestHub, start: string): Promise<number> {
  const text = await (await fetch(`${hub.urls.http}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(start));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
