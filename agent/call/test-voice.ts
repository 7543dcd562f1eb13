import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SoundSettings } from './messages.ts';
import { readWave, type Wave } from './wave.ts';

const execute = promisify(execFile);

/** What a totem without a microphone says over and over, so that whoever answers hears a voice. */
const sentence =
  'Buongiorno. Questo totem non ha un microfono: sente una voce di prova. Vorrei sapere come si rinnova la patente.';
const pauseSeconds = 2;
const longestSpeakingMs = 10_000;

/**
 * Gives a totem that calls with `test` sound a voice: espeak-ng speaks into a file of the agent's folder that is played
 * round and round. Where there is no espeak-ng it goes on ticking.
 */
export async function withTestVoice(sound: SoundSettings, folder: string): Promise<SoundSettings> {
  if (sound.source !== 'test') return sound;
  const wave = await speak();
  if (wave === null) return sound;
  const run = join(folder, 'run');
  const file = join(run, 'test-voice.pcm');
  await mkdir(run, { recursive: true });
  await writeFile(file, Buffer.concat([wave.samples, Buffer.alloc(wave.sampleRate * 2 * pauseSeconds)]));
  return { ...sound, source: 'voice', sourceDevice: file, sampleRate: wave.sampleRate };
}

async function speak(): Promise<Wave | null> {
  try {
    const { stdout } = await execute('espeak-ng', ['-v', 'it', '-s', '150', '--stdout', sentence], {
      encoding: 'buffer',
      maxBuffer: 8 * 1024 * 1024,
      timeout: longestSpeakingMs,
    });
    return readWave(stdout);
  } catch {
    return null;
  }
}
