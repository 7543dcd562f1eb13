import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { type PageRenewal, startRenewal } from '../../../agent/renewal/index.ts';
import { type CompiledContent, compileContent } from '../../../protocol/content/index.ts';
import type { PageMessage } from '../../../protocol/kiosk.ts';
import { sampleContent as sampleFiles } from '../../harness/sample-content.ts';
import { openStage, type Stage } from '../../harness/stage.ts';
import { until } from '../../harness/until.ts';
import { familyOf, ownMebibytes } from '../processes.ts';
import { atMost, type Outcome, quantile } from '../report.ts';
import { Scope, sampleContent } from '../scene.ts';

const full = { width: 1080, height: 1920, framesPerSecond: 25 };
const frameMs = 1000 / full.framesPerSecond;
/** Frames of this time after the touch are looked at: the transition (240 ms) and what led to it. */
const windowMs = 700;
const rounds = 3;
/** Longest time that a change may take. */
const patienceMs = 60_000;

/** Parts that can be measured alone with `--only`. */
export const parts = ['transitions', 'sessions'] as const;

interface Transition {
  name: string;
  /** What is touched, and what is on the screen after it. */
  touch: string;
  shows: string;
}

/** One way through the page, round and round. */
const way: readonly Transition[] = [
  { name: 'attract loop → home', touch: '.attract', shows: '.stage:not([data-behind]) .home' },
  { name: 'home → theme', touch: '.tile', shows: '.category' },
  { name: 'theme → card', touch: '.row', shows: '.service' },
  { name: 'card → back to the theme', touch: '[data-key~=back]', shows: '.category' },
  { name: 'theme → home', touch: '[data-key~=home]', shows: '.home' },
  { name: 'home → search', touch: '.search-button', shows: '.search' },
  { name: 'search → home', touch: '[data-key~=home]', shows: '.home' },
  { name: 'home → offices', touch: '.entry-offices', shows: '[data-place=offices] .row' },
  { name: 'offices → office', touch: '.row', shows: '.office' },
  { name: 'office → map', touch: '.map-button', shows: '.way' },
  { name: 'map → home', touch: '[data-key~=home]', shows: '.home' },
  { name: 'home → assistant', touch: '.entry-ask', shows: '.assistant' },
  { name: 'the accessibility sheet', touch: '.bar .profiles-button', shows: '.profiles' },
  { name: 'the sheet → assistant', touch: '.chooser-done', shows: '.stage[data-place]:not([inert])' },
  { name: 'the end', touch: '.bar-end', shows: '.thanks' },
];
const plainWay: readonly Transition[] = [{ name: 'a plain page', touch: 'main', shows: 'main' }];

interface Measured {
  name: string;
  /** From the finger's lifting until the change is painted. */
  change: number[];
  framesPerSecond: number[];
  longest: number[];
}

/** How smoothly the page changes in the pipeline, how soon after a touch, and what a thousand sessions leave. */
export async function page(only: readonly string[]): Promise<Outcome> {
  const { content } = compileContent(await sampleFiles(), 'bench');
  if (!content) throw new Error('the sample content is wrong');
  const wanted = (part: (typeof parts)[number]) => only.length === 0 || only.includes(part);
  const outcome: Outcome = {
    figures: {},
    aims: {},
    table: {
      columns: ['transition', 'frames/s', 'longest frame, ms', 'touch to change, ms', 'p95, ms'],
      rows: [],
    },
    notes: [],
  };
  if (wanted('transitions')) await transitions(content, outcome);
  if (wanted('sessions')) await sessions(content, outcome);
  return outcome;
}

async function transitions(
  content: CompiledContent,
  { figures, aims, table, notes }: Outcome,
): Promise<void> {
  const [peer] = await onStage({ ...full, show: { page: join(import.meta.dirname, 'plain') } }, (stage) =>
    walk(stage, plainWay),
  );
  const ours = await onStage({ ...full, show: content }, (stage) => walk(stage, way));
  for (const measured of peer ? [...ours, peer] : ours) {
    const { name, change, framesPerSecond, longest } = measured;
    table.rows.push([
      name,
      quantile(framesPerSecond, 0.5),
      quantile(longest, 0.5),
      quantile(change, 0.5),
      quantile(change, 0.95),
    ]);
  }
  const all = (pick: (measured: Measured) => number[]) => ours.flatMap(pick);
  Object.assign(figures, {
    transition_frames_per_second: quantile(
      all(({ framesPerSecond }) => framesPerSecond),
      0.5,
    ),
    transition_longest_frame_median_ms: quantile(
      all(({ longest }) => longest),
      0.5,
    ),
    transition_longest_frame_p95_ms: quantile(
      all(({ longest }) => longest),
      0.95,
    ),
    touch_to_change_median_ms: quantile(
      all(({ change }) => change),
      0.5,
    ),
    touch_to_change_p95_ms: quantile(
      all(({ change }) => change),
      0.95,
    ),
    plain_frames_per_second: quantile(peer?.framesPerSecond ?? [], 0.5),
    plain_longest_frame_median_ms: quantile(peer?.longest ?? [], 0.5),
    plain_touch_to_change_median_ms: quantile(peer?.change ?? [], 0.5),
  });
  const plain = figures.plain_touch_to_change_median_ms ?? Number.NaN;
  const rate = figures.transition_frames_per_second ?? 0;
  const least = 0.9 * Math.min(full.framesPerSecond, figures.plain_frames_per_second ?? full.framesPerSecond);
  aims.transition_frames_per_second = { aim: `>= ${Math.round(least * 10) / 10}`, met: rate >= least };
  aims.touch_to_change_median_ms = atMost(
    figures.touch_to_change_median_ms ?? Number.NaN,
    plain + 3 * frameMs,
  );
  notes.push(
    `${rounds} rounds at ${full.width} × ${full.height} and ${full.framesPerSecond} frames a second, drawn by the processor; medians unless said otherwise`,
    `frames are the page's own in the ${windowMs} ms after the finger was lifted; a frame lasts ${frameMs} ms`,
    'the plain page changes one word in the same transition: what the pipeline itself takes',
  );
}

/** As many sessions, memory looked at whenever the page is loaded anew. */
const sessionCount = 1000;

/** What a citizen does in each of them. */
const session = [
  '.call-first',
  '.stage:not([data-behind]) .tile',
  '.category .row',
  '.service .wide-button',
  '.stage[data-place=office] [data-key~=home]',
  '.entry-offices',
  '[data-place=offices] .row',
  '.office .map-button',
  '.stage[data-place=map] [data-key~=home]',
  '.entry-notices',
  '.notices .row',
  '.stage:is([data-place=news], [data-place=event]) [data-key~=home]',
  '.home .search-button',
  '.keyboard .key',
  '.keyboard .key',
  '.bar .profiles-button',
  '.chooser-done',
  '.stage:not([inert]) .bar-end',
  '.thanks-close',
];

/** Sessions after which the page is loaded and the display built anew, as on a totem by default. */
const renewedAfter = 50;
const rebuiltAfter = 500;

async function sessions(content: CompiledContent, { figures, aims, table, notes }: Outcome): Promise<void> {
  const small = { width: 360, height: 640, framesPerSecond: 60 };
  let renewal: PageRenewal | undefined;
  let shown = 0;
  const onMessage = (message: PageMessage) => {
    renewal?.heard(message);
    if (message.type === 'rendered') shown += 1;
    if (message.type === 'session') renewal?.session(message.state !== 'attract');
  };
  const samples = await onStage({ ...small, show: content, onMessage }, async (stage) => {
    const { display, send } = stage;
    renewal = startRenewal({
      settings: {
        sessions: renewedAfter,
        displaySessions: rebuiltAfter,
        memoryMebibytes: 0,
        quietSeconds: 4,
      },
      display,
      occupied: () => false,
      send,
      log: pino({ level: 'silent' }),
      every: 250,
    });
    try {
      return await manySessions(stage, () => shown);
    } finally {
      renewal.stop();
    }
  });
  const used = samples.map(({ before }) => before);
  // Each engine fills caches that every page has, and ends after as many sessions: its last hundreds are compared.
  const each = rebuiltAfter / renewedAfter;
  const early = quantile(used.slice(each - 6, each), 0.5);
  const late = quantile(used.slice(-6), 0.5);
  for (const { sessions: count, before, after } of samples)
    table.rows.push([
      `after ${count} sessions: ${before.toFixed(1)} MiB, anew ${after.toFixed(1)} MiB`,
      '',
      '',
      '',
      '',
    ]);
  Object.assign(figures, {
    web_process_early_mib: early,
    web_process_after_1000_sessions_mib: late,
    web_process_highest_mib: Math.max(...used),
    web_process_growth_mib: late - early,
  });
  aims.web_process_growth_mib = atMost(late - early, 0.05 * early);
  notes.push(
    `${sessionCount} sessions of ${session.length} touches at ${small.width} × ${small.height}, the page loaded anew in the quiet after every ${renewedAfter}, the display built anew after every ${rebuiltAfter}: memory of the web process alone (written by it and shared with nobody, or swapped), its growth from the last 300 sessions of the first engine to those of the last one`,
  );
}

/** Memory before and after each renewal, in MiB; `shown` counts how often a page has come to the screen. */
async function manySessions(stage: Stage, shown: () => number) {
  const found: { sessions: number; before: number; after: number }[] = [];
  for (let count = renewedAfter; count <= sessionCount; count += renewedAfter) {
    for (let one = 0; one < renewedAfter; one += 1) {
      await stage.order('press', { selectors: session });
      await stage.order('await', { selector: '.attract' });
    }
    const before = ownMebibytes(webProcesses());
    const pages = shown();
    const { restarts } = stage.display.figures();
    await until('the page to load anew', () => shown() > pages, patienceMs);
    // Nothing is left to be seen after the last one.
    if (count % rebuiltAfter === 0 && count < sessionCount) {
      await until('a new display', () => stage.display.figures().restarts > restarts, patienceMs);
      await until('its page', () => shown() > pages + 1, 4 * patienceMs);
    }
    await stage.order('await', { selector: '.attract' });
    // The engine frees memory when it has nothing else to do.
    await pause(5000);
    found.push({ sessions: count, before, after: ownMebibytes(webProcesses()) });
    const last = found.at(-1);
    console.error(`${count} sessions: ${last?.before.toFixed(1)} MiB, then ${last?.after.toFixed(1)} MiB`);
  }
  return found;
}

function webProcesses(): number[] {
  return familyOf(process.pid).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('WPEWebProcess');
    } catch {
      return false;
    }
  });
}

async function onStage<Value>(
  options: Omit<Parameters<typeof openStage>[1], 'mediaFolder'>,
  act: (stage: Stage) => Promise<Value>,
): Promise<Value> {
  const scope = new Scope();
  try {
    return await act(await openStage(scope, { ...options, mediaFolder: sampleContent }));
  } finally {
    await scope.end();
  }
}

async function walk(stage: Stage, steps: readonly Transition[]): Promise<Measured[]> {
  const measured = steps.map(
    ({ name }): Measured => ({ name, change: [], framesPerSecond: [], longest: [] }),
  );
  if (steps === way) await stage.order('await', { selector: '.attract' });
  // The first round draws everything for the first time; it does not count.
  for (let round = 0; round <= rounds; round += 1) {
    console.error(`${steps[0]?.name ?? ''}: round ${round} of ${rounds}`);
    for (const [index, step] of steps.entries()) {
      // What is on the screen already is no change: the plain page counts up.
      const shows = steps === plainWay ? `[data-count="${round + 1}"]` : step.shows;
      const one = await transition(stage, { ...step, shows });
      const of = measured[index];
      if (round === 0 || !of) continue;
      of.change.push(one.change);
      of.framesPerSecond.push(one.framesPerSecond);
      of.longest.push(one.longest);
    }
    // The goodbye goes by itself.
    if (steps === way) await stage.order('await', { selector: '.attract' });
  }
  return measured;
}

async function transition(stage: Stage, { name, touch, shows }: Transition) {
  const at = await stage.order('box', { selector: touch });
  if (!isPoint(at)) throw new Error(`${name}: ${touch} is not on the screen`);
  const changed = stage.changed();
  await stage.order('watch', { selector: shows });
  await stage.touch(at);
  const lifted = performance.now();
  const late = pause(patienceMs).then(() => Promise.reject(new Error(`${name}: ${shows} did not come`)));
  const change = (await Promise.race([changed, late])) - lifted;
  await pause(Math.max(0, windowMs - (performance.now() - lifted)));
  const times = await stage.order('stop');
  const moments = Array.isArray(times) ? times.filter((time) => typeof time === 'number') : [];
  const gaps = moments.slice(1).map((time, index) => time - (moments[index] ?? time));
  const total = (moments.at(-1) ?? 0) - (moments[0] ?? 0);
  return { change, framesPerSecond: (1000 * gaps.length) / total, longest: Math.max(...gaps) };
}

function isPoint(value: unknown): value is { x: number; y: number } {
  return typeof value === 'object' && value !== null && 'x' in value && 'y' in value;
}
