import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { startKiosk } from '../../agent/kiosk/index.ts';
import { compileContent } from '../../protocol/content/index.ts';
import { type PeerName, type Size, startPeer } from './peers.ts';
import { type Scope, sampleContent } from './scene.ts';

/** The citizen's page with the sample content, for peers to show. */
export interface ServedPage {
  /**
   * Starts a peer and waits until the page says that it painted the content. A start that never gets there,
   * as some of WPE's do, is ended and does not count.
   */
  show(name: PeerName, size: Size): Promise<{ pid: number; milliseconds: number; end(): void }>;
}

const giveUpMs = 20_000;
const tries = 5;

export async function servePage(scope: Scope): Promise<ServedPage> {
  const release = 'bench';
  const compiled = await compileSample(release);
  const kiosk = await startKiosk({
    port: 0,
    pageFolder: join(import.meta.dirname, '..', '..', '.build', 'ui'),
    content: () => ({ release, folder: sampleContent, compiled }),
    log: pino({ level: 'silent' }),
  });
  scope.teardown(kiosk.stop);
  let painted = false;
  kiosk.onMessage((message) => {
    painted ||= message.type === 'rendered';
  });
  kiosk.onConnections(() => kiosk.send({ type: 'content', release }));

  return {
    async show(name, size) {
      for (let attempt = 0; attempt < tries; attempt += 1) {
        painted = false;
        const from = performance.now();
        const peer = startPeer(scope, name, kiosk.url, size);
        while (!painted && performance.now() - from < giveUpMs) await pause(10);
        if (painted) return { ...peer, milliseconds: performance.now() - from };
        peer.end();
      }
      throw new Error(`${name} did not show the page in ${tries} starts`);
    },
  };
}

async function compileSample(release: string) {
  const files = new Map<string, Uint8Array>();
  for (const entry of readdirSync(sampleContent, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === 'README.md') continue;
    const file = join(entry.parentPath, entry.name);
    files.set(relative(sampleContent, file), await readFile(file));
  }
  const { content, problems } = compileContent(files, release);
  if (content === null) throw new Error(`the sample content is wrong: ${JSON.stringify(problems[0])}`);
  return content;
}
