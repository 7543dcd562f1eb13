import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import type { PageMessage, Privacy } from '../../../protocol/index.ts';
import { sharedOwner } from '../../harness/owner.ts';
import { startSound } from '../../harness/sound.ts';
import { type Recording, record, startTestSpeech } from '../../harness/speech.ts';
import { until } from '../../harness/until.ts';

const owner = sharedOwner();
const sound = { server: '' };
test.before(async () => {
  Object.assign(sound, await startSound(owner));
  process.env.PULSE_SERVER = sound.server;
});
test.after.always(async () => {
  await owner.end();
});

const say = (
  id: string,
  text: string,
  privacy: Privacy = 'public',
  when: 'now' | 'after' = 'now',
): PageMessage => ({
  type: 'say',
  id,
  text,
  language: 'it',
  when,
  privacy,
});
const long = 'Per chiedere il documento porti con sé una fotografia recente e il vecchio documento. '.repeat(
  20,
);
const audible = 0.003;
const run = promisify(execFile);

const open = async (
  t: ExecutionContext,
  speech: object = {},
  options: Parameters<typeof startTestSpeech>[2] = {},
) => {
  const voice = await startTestSpeech(t, { engine: 'espeak-ng', ...speech }, options);
  await voice.next('voice', ({ languages }) => languages.includes('it'));
  return voice;
};
const loudAfter = ({ levels }: Recording, at: number) =>
  levels.filter((one) => one.at >= at && one.level > audible);

test.serial(
  'a sentence is heard, its mouth moves within the sound, and a stop is silence at once',
  async (t) => {
    const voice = await open(t);
    const recording = await record(t, sound.server);
    voice.heard(say('one', "L'ufficio apre alle 8:30."));
    const sentence = await voice.next('speech_sentence');
    const began = performance.now();
    t.is(sentence.text, "L'ufficio apre alle 8:30.");
    t.true(sentence.words.some(({ start, end }) => sentence.text.slice(start, end) === '8:30'));
    await voice.next('speech', ({ id, state }) => id === 'one' && state === 'ended');
    const heard = await until(
      'the sound',
      () => loudAfter(recording, 0).length > 20 && loudAfter(recording, 0),
    );
    const first = heard[0]?.at ?? 0;
    const last = heard.at(-1)?.at ?? 0;
    const mouths = sentence.visemes.filter(({ viseme }) => viseme !== 'rest');
    t.true(mouths.length > 8);
    t.true((mouths.at(-1)?.at ?? 0) <= sentence.milliseconds);
    t.log({
      soundAfterMessage: Math.round(first - began),
      lastSound: Math.round(last - began),
      milliseconds: sentence.milliseconds,
    });

    voice.heard(say('two', long));
    await voice.next('speech_sentence', ({ id }) => id === 'two');
    await until('it sounds', () => loudAfter(recording, performance.now() - 100).length > 0);
    const stop = performance.now();
    voice.heard({ type: 'stop_saying' });
    await voice.next('speech', ({ id, state }) => id === 'two' && state === 'stopped');
    // Silence that lasts: not a pause between two words.
    await until(
      'silence',
      () =>
        recording.levels.slice(-120).every(({ level }) => level <= audible) && recording.levels.length > 120,
    );
    t.log({ silentAfter: Math.round((loudAfter(recording, stop).at(-1)?.at ?? stop) - stop) });
    t.deepEqual([...voice.faults], []);
  },
);

test.serial(
  'volume is heard at once, and is back after the session; nothing is repeated from it',
  async (t) => {
    const volumes: number[] = [];
    const voice = await open(t, {}, { onVolume: (volume) => volumes.push(volume) });
    voice.session(true);
    voice.volumeKey('up');
    t.is((await voice.next('voice', ({ volume }) => volume !== 0.7)).volume, 0.8);
    voice.heard({ type: 'volume', volume: 0 });
    const recording = await record(t, sound.server);
    voice.heard(say('mute', 'Non si sente nulla.'));
    await voice.next('speech', ({ state }) => state === 'ended');
    t.is(loudAfter(recording, 0).length, 0);
    voice.session(false);
    t.is((await voice.next('voice', ({ volume }) => volume === 0.7)).volume, 0.7);
    // A call is as loud.
    t.deepEqual(volumes, [0.8, 0, 0.7]);
    const before = voice.told.length;
    voice.heard({ type: 'say_again' });
    t.is(voice.told.length, before);
  },
);

test.serial('a voice that is killed is a fault of one sentence: the next one is heard', async (t) => {
  const voice = await open(t);
  voice.heard(say('cut', long));
  await voice.next('speech_sentence');
  process.kill(voice.pids.at(-1) ?? 0, 'SIGKILL');
  await voice.next('speech', ({ id, state }) => id === 'cut' && state === 'failed');
  t.true(voice.faults.has('speech.failed'));
  voice.heard(say('again', 'Eccomi di nuovo.'));
  await voice.next('speech', ({ id, state }) => id === 'again' && state === 'ended');
  t.false(voice.faults.has('speech.failed'));
  // Frozen: it answers nothing any more, and is ended as soon as it should be silent.
  voice.heard(say('frozen', long));
  await voice.next('speech_sentence', ({ id }) => id === 'frozen');
  process.kill(voice.pids.at(-1) ?? 0, 'SIGSTOP');
  voice.heard({ type: 'stop_saying' });
  await until('the fault', () => voice.faults.has('speech.failed'));
  voice.heard(say('thawed', 'Funziona.'));
  await voice.next('speech', ({ id, state }) => id === 'thawed' && state === 'ended');
});

test.serial('hostile text is read as text, and the voice lives on', async (t) => {
  const voice = await open(t);
  const texts = [
    '<speak><audio src="file:///etc/passwd"/></speak>',
    '\0\u001b[2J[[',
    '&&&',
    '\ud800',
    'a'.repeat(8000),
  ];
  for (const [index, text] of texts.entries())
    voice.heard(say(`h${index}`, text, 'public', index === 0 ? 'now' : 'after'));
  await voice.next('speech_sentence', ({ id }) => id === 'h4');
  voice.heard(say('last', 'Ancora qui.'));
  await voice.next('speech', ({ id, state }) => id === 'last' && state === 'ended');
  t.is(voice.pids.length, 1);
  t.deepEqual([...voice.faults], []);
});

test.serial('personal things are withheld without headphones and spoken with them', async (t) => {
  const aloud = await open(t);
  aloud.heard(say('p', 'Il suo codice è pronto.', 'personal'));
  t.is((await aloud.next('speech')).state, 'withheld');
  const privately = await open(t, { headphones: 'always' });
  privately.heard(say('p', 'Il suo codice è pronto.', 'personal'));
  t.is((await privately.next('speech')).state, 'speaking');
});

test.serial('what is missing is a fault where it was asked for, and silence where it was not', async (t) => {
  const quiet = { ...process.env };
  delete process.env.PULSE_SERVER;
  const system = '/nonexistent';
  const auto = await startTestSpeech(t, { engine: 'auto' }, { system });
  t.deepEqual([...auto.faults], []);
  auto.heard(say('a', 'Ciao'));
  t.is((await auto.next('speech', ({ state }) => state !== 'speaking')).state, 'failed');
  const named = await startTestSpeech(t, { engine: 'espeak-ng' }, { system });
  t.true(named.faults.has('speech.missing'));
  process.env.PULSE_SERVER = quiet.PULSE_SERVER;
  const model = { model: '/m', tokens: '/t', data: '/d' };
  const piper = await startTestSpeech(t, { engine: 'piper', piper: { it: model } });
  await until('the fault', () => piper.faults.has('speech.missing'));
});

const models = { it: { encoder: '/e', decoder: '/d', joiner: '/j', tokens: '/t' } };
const ear = new URL('../../harness/listening-process.ts', import.meta.url);

test.serial('push to talk: the microphone is open while the button is held, and says so', async (t) => {
  const voice = await open(t, { recogniser: models }, { programs: { ear } });
  voice.heard({ type: 'listen', language: 'it' });
  t.is((await voice.next('microphone')).state, 'opening');
  t.is((await voice.next('microphone')).state, 'listening');
  // The microphone of this machine hears its loudspeaker.
  const other = await open(t);
  other.heard(say('a', 'Vorrei il passaporto.'));
  await voice.next('hearing', ({ text }) => text !== '');
  voice.heard({ type: 'listened', cancel: false });
  const end = await voice.next('heard');
  t.is(end.end, 'heard');
  t.regex(end.text, /^\d+ of \d+$/);
  await other.stop();
  voice.heard({ type: 'listen', language: 'it' });
  await voice.next('microphone', ({ state }) => state === 'listening');
  voice.session(false);
  t.deepEqual(await voice.next('heard'), { type: 'heard', end: 'cancelled', text: '' });
  voice.heard({ type: 'listen', language: 'de' });
  t.is((await voice.next('heard')).end, 'failed');
});

test.serial(
  'an engine that hangs and a microphone that is gone end the listening, and are a fault',
  async (t) => {
    const voice = await startTestSpeech(t, { engine: 'auto', recogniser: models }, { programs: { ear } });
    process.env.TOTEM_TEST_EAR = 'hang';
    voice.heard({ type: 'listen', language: 'it' });
    delete process.env.TOTEM_TEST_EAR;
    t.is((await voice.next('heard')).end, 'failed');
    t.true(voice.faults.has('speech.failed listening'));

    voice.heard({ type: 'listen', language: 'it' });
    await voice.next('microphone', ({ state }) => state === 'listening');
    await run('pactl', ['unload-module', 'module-null-sink']);
    t.is((await voice.next('heard')).end, 'failed');
    const states = voice.told.map(({ message }) => (message.type === 'microphone' ? message.state : null));
    t.is(states.filter((state) => state !== null).at(-1), 'off');
  },
);
