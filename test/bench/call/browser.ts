import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { CallSignal } from '../../../protocol/calls/messages.ts';
import { descendants } from '../../harness/screen.ts';
import { bits } from './barcode.ts';
import { period } from './beep.ts';
import { playEnd } from './browser-page.ts';
import type { End, Opened, Seen } from './end.ts';
import { type Shape, secondsOf } from './totem.ts';

const address = 'http://localhost/call-of-the-bench';

/** A Chromium in a network of its own, as the side that answers or as the one that offers. */
export function openBrowser(space: string, shape: Shape): Opened {
  return async (send) => {
    const folder = await mkdtemp(join(tmpdir(), 'totem-bench-call-'));
    const program = join(folder, 'chromium');
    await writeFile(
      program,
      `#!/bin/sh\nexec ip netns exec ${space} ${process.env.CHROMIUM ?? '/usr/bin/chromium'} "$@"\n`,
    );
    await chmod(program, 0o755);
    const known = new Set((await descendants(process.pid)).map(({ pid }) => pid));
    const browser = await chromium.launch({
      executablePath: program,
      headless: true,
      args: [
        ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
        ...['--disable-background-networking', '--disable-component-update'],
        ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
        ...['--autoplay-policy=no-user-gesture-required', '--disable-features=WebRtcHideLocalIpsWithMdns'],
      ],
    });
    const page = await browser.newPage({ viewport: { width: shape.width, height: shape.height } });
    await page.route(address, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><body style="margin:0">' }),
    );
    await page.goto(address);
    await page.exposeFunction('signalled', (signal: CallSignal) => send(signal));
    await page.evaluate(playEnd, { ...shape, bits, period });
    const pids = (await descendants(process.pid)).map(({ pid }) => pid).filter((pid) => !known.has(pid));
    const end: End = {
      offer: () => page.evaluate('window.offer()'),
      take: (signal) => page.evaluate(`window.take(${JSON.stringify(signal)})`),
      seen: () => page.evaluate<Seen>('window.seen()'),
      cpu: () => ({ browser: pids.reduce((sum, pid) => sum + secondsOf(pid), 0) }),
      async stop() {
        await browser.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
    return end;
  };
}
