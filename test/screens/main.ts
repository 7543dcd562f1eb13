import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openAnswers } from '../../agent/wiring/answers.ts';
import { compileContent } from '../../protocol/content/index.ts';
import { type AgentMessage, profileNames } from '../../protocol/index.ts';
import { Scope } from '../bench/scene.ts';
import { sampleContent } from '../harness/sample-content.ts';
import { calmConfiguration, openStage, type Stage } from '../harness/stage.ts';
import { calls, callTour, documentPage } from './call-scenes.ts';
import { openFace } from './face.ts';
import { type Step, states, tour } from './scenes.ts';

/**
 * `npm run screens`: the citizen's screen in every state, profile and language, from the pipeline of the display, as
 * pictures in `docs/screens/`. The sample content answers, as it does on a totem. Names after it (`states`, `calls`,
 * `profile-large`, `language-zh`) make those alone.
 */
const project = resolve(import.meta.dirname, '../..');
const folder = join(project, 'docs', 'screens');
const size = { width: 540, height: 960, framesPerSecond: 25 };

/** A screen is at rest when two pictures so far apart (ms) are alike. One that breathes is taken after so many. */
const calmMs = 700;
const looks = 5;

/** What a citizen types on the glass; in other languages one of the proposed questions is touched. */
const questions: Record<string, string> = {
  it: 'ho perso il lavoro',
  en: 'lost my job',
  de: 'arbeitslos',
  fr: 'perdu mon emploi',
  es: 'he perdido el trabajo',
};

/** What a totem with a hub, a printer and a voice tells its page. */
const offered: AgentMessage[] = [
  { type: 'link', online: true },
  { type: 'call', call: null },
  {
    type: 'public_services',
    services: { url: 'https://totem.example.org', group: null, texts: true },
  },
  { type: 'printer', state: 'ready', languages: ['it', 'en', 'de', 'fr', 'es'] },
  {
    type: 'voice',
    languages: ['it', 'en', 'de', 'fr', 'es', 'ar', 'zh'],
    understood: [],
    volume: 0.7,
    privateListening: false,
  },
];

const { content } = compileContent(await sampleContent(), 'screens');
if (!content) throw new Error('the sample content is wrong');
const shown = { release: content.release, folder: join(project, 'demo', 'content'), compiled: content };
const usual = { ...calmConfiguration, office: 'urp' };
const pages = [
  'states',
  ...profileNames.map((profile) => `profile-${profile}`),
  ...content.languages.map((language) => `language-${language}`),
];

await mkdir(folder, { recursive: true });
if (pages.some(isWanted)) await within(takePages);
if (isWanted('calls')) await within(takeCalls);
process.exit(0);

async function within(act: (scope: Scope) => Promise<void>): Promise<void> {
  const scope = new Scope();
  try {
    await act(scope);
  } finally {
    await scope.end();
  }
}

async function takePages(scope: Scope): Promise<void> {
  let stage: Stage | undefined;
  const answers = openAnswers({
    assistant: {},
    content: { shown: () => shown },
    send: (message) => stage?.send(message),
    now: Date.now,
  });
  scope.teardown(answers.stop);
  stage = await openStage(scope, {
    ...size,
    show: shown.compiled,
    mediaFolder: shown.folder,
    greeting: [...offered, usual],
    onMessage: (message) => answers.heard(message, 0),
  });
  await stage.order('await', { selector: '.attract' });
  if (isWanted('states')) await play(stage, states);
  for (const profile of profileNames) {
    const name = `profile-${profile}`;
    if (!isWanted(name)) continue;
    stage.send({ ...usual, profiles: [profile] });
    await play(stage, tour(name, questions.it));
  }
  const { languages, defaultLanguage } = shown.compiled;
  for (const language of languages.filter((one) => one !== defaultLanguage)) {
    const name = `language-${language}`;
    if (!isWanted(name)) continue;
    stage.send({ ...usual, language });
    await play(stage, tour(name, questions[language]));
  }
}

/** The calls have a layer below the page, with a face in the place that the page leaves for it. */
async function takeCalls(scope: Scope): Promise<void> {
  const face = await openFace(scope);
  const page = await readFile(join(import.meta.dirname, 'document.svg'));
  let stage: Stage | undefined;
  stage = await openStage(scope, {
    ...size,
    show: shown.compiled,
    mediaFolder: shown.folder,
    attractLayer: true,
    files: new Map([[`/call/pictures/${documentPage}`, { media: 'image/svg+xml', bytes: page }]]),
    greeting: [...offered, usual],
    onMessage(message) {
      if (message.type !== 'call' || message.action.do !== 'place') return;
      const { face: place } = message.action;
      stage?.display.setFace(place && { ...face, place });
    },
  });
  stage.display.setAttract(false);
  await stage.order('await', { selector: '.attract' });
  await play(stage, calls);
  for (const profile of ['large', 'contrast', 'low'] as const) {
    stage.send({ ...usual, profiles: [profile] });
    await play(stage, callTour(`profile-${profile}`));
  }
}

function isWanted(name: string): boolean {
  const only = process.argv.slice(2);
  return only.length === 0 || only.includes(name);
}

async function play(on: Stage, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if ('press' in step) await on.order('press', { selectors: step.press });
    else if ('write' in step) await on.order('write', { text: step.write });
    else if ('tell' in step) for (const message of step.tell) on.send(message);
    else {
      await on.order('await', { selector: step.shows });
      if ('picture' in step) await take(on, step.picture);
    }
  }
}

async function take(on: Stage, name: string): Promise<void> {
  let picture = Buffer.alloc(0);
  for (let look = 0; look < looks; look += 1) {
    await pause(calmMs);
    const next = await on.display.picture();
    if (!next.ok) throw new Error(next.error.message);
    const calm = picture.equals(next.value);
    picture = Buffer.from(next.value);
    if (calm) break;
  }
  await writeFile(join(folder, `${name}.jpg`), picture);
  console.log(name);
}
