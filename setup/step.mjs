import { spawn } from 'node:child_process';
import { root } from './place.mjs';

/**
 * Runs one long step, saying before what it does and after how long it took. Its output is kept back and shown
 * only if it fails.
 *
 * @param {string} what what it does, for people
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [environment]
 */
export async function step(what, command, args, environment = process.env) {
  const started = Date.now();
  const live = process.stdout.isTTY === true;
  const seconds = () => Math.round((Date.now() - started) / 1000);
  process.stdout.write(live ? `· ${what} …` : `· ${what} …\n`);
  const ticker = live
    ? setInterval(() => process.stdout.write(`\r· ${what} … ${seconds()} s`), 1000)
    : undefined;
  let output = '';
  try {
    await new Promise((resolve, reject) => {
      const child = spawn(command, args, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
      const keep = (chunk) => {
        output = (output + chunk).slice(-20_000);
      };
      child.stdout.on('data', keep);
      child.stderr.on('data', keep);
      child.on('error', (error) => reject(new Error(`${command} cannot be started: ${error.message}`)));
      child.on('exit', (code) =>
        code === 0 ? resolve(undefined) : reject(new Error(`${command} ended with ${code}`)),
      );
    });
  } catch (error) {
    console.error(`\n${output}`);
    throw new Error(`${what}: ${error.message}`);
  } finally {
    clearInterval(ticker);
  }
  process.stdout.write(live ? `\r✓ ${what}, ${seconds()} s      \n` : `✓ ${what}, ${seconds()} s\n`);
  return output;
}
