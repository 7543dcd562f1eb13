import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The same engine without its windows, which opens a page for a third of the time. */
const withoutWindows = '/usr/lib/chromium/chromium-headless-shell';

/** The browser that the tests are made with: what `CHROMIUM` says, or Debian's. */
export const chromiumProgram =
  process.env.CHROMIUM ?? (existsSync(withoutWindows) ? withoutWindows : '/usr/bin/chromium');

/** Nothing is drawn on a screen, asked of the network or kept for later. */
export const quietly = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A test picture as camera and a beep as microphone; sound plays without a touch, and calls stay on this machine. */
export const madeUpDevices = [
  '--use-fake-device-for-media-stream=fps=8',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
];

/**
 * A real Chromium. Whoever starts it closes it. SIGTERM is what a file of tests is ended with that takes too long: it
 * ends this process then, which the driver's own handler would keep alive for ever, and the browser goes with its pipe.
 */
export async function launchChromium(...more: string[]): Promise<Browser> {
  const options = { executablePath: chromiumProgram, headless: true, handleSIGTERM: false };
  return chromium.launch({ ...options, args: [...quietly, ...more] });
}
