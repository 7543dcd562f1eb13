import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pino from 'pino';
import { type Display, startDisplay } from '../../agent/display/index.ts';
import { type Kiosk, startKiosk } from '../../agent/kiosk/index.ts';
import type { AgentConfiguration } from '../../protocol/configuration.ts';
import type { FaultCode } from '../../protocol/faults.ts';
import type { Owner } from './owner.ts';

const run = promisify(execFile);

/** A fault that was raised or cleared, in the order in which it happened. */
export interface FaultChange {
  change: 'raised' | 'cleared';
  code: FaultCode;
  part: string;
}

export interface Screen {
  folder: string;
  display: Display;
  kiosk: Kiosk;
  faults: FaultChange[];
  /** Faults that hold now. */
  open(): FaultCode[];
}

/**
 * A page that speaks the kiosk's protocol: transparent but for a green bar over its lowest tenth, and blue
 * where and when it is touched.
 */
const page = `<!doctype html><meta charset="utf-8"><style>
html,body{margin:0;height:100%;background:transparent;overflow:hidden}
#bar{position:fixed;left:0;right:0;bottom:0;height:10%;background:rgb(0,160,0)}
#spot{position:fixed;inset:0;background:rgb(0,0,220);display:none}
</style><div id="bar"></div><div id="spot"></div><script type="module" src="page.js"></script>`;

const script = `let frames = 0;
const socket = new WebSocket('ws://' + location.host + '/ws');
const say = (message) => socket.send(JSON.stringify(message));
const beat = () => requestAnimationFrame(() => { frames += 1; say({ type: 'heartbeat', frames }); });
socket.onopen = () => { say({ type: 'ready' }); setInterval(beat, 250); };
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.type === 'touch') document.getElementById('spot').style.display = message.phase === 'down' ? 'block' : 'none';
};`;

/** Starts a kiosk and a display without a screen for one test; both end with it. */
export async function startScreen(
  t: Owner,
  configuration: Partial<AgentConfiguration['display']> = {},
): Promise<Screen> {
  const folder = await mkdtemp(join(tmpdir(), 'totem-screen-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'page.js'), script);
  const log = pino({ level: process.env.LOG ?? 'silent' });
  const kiosk = await startKiosk({ port: 0, pageFolder: folder, content: () => null, log });
  t.teardown(() => kiosk.stop());
  const faults: FaultChange[] = [];
  const holding = new Map<string, FaultCode>();
  const display = await startDisplay({
    configuration: {
      sink: 'none',
      width: 360,
      height: 640,
      framesPerSecond: 25,
      attractLayer: true,
      enabled: true,
      ...configuration,
    },
    pageUrl: kiosk.screenUrl,
    runtimeFolder: join(folder, 'run'),
    log,
    faults: {
      raise(code, _message, part = '') {
        holding.set(`${code} ${part}`, code);
        faults.push({ change: 'raised', code, part });
      },
      clear(code, part = '') {
        if (holding.delete(`${code} ${part}`)) faults.push({ change: 'cleared', code, part });
      },
    },
  });
  t.teardown(() => display.stop());
  kiosk.onMessage((message, sender) => {
    if (sender.screen && message.type === 'heartbeat') display.pageAlive(message.frames);
  });
  kiosk.onConnections((count) => {
    if (count === 0) display.pageGone();
  });
  return { folder, display, kiosk, faults, open: () => [...holding.values()] };
}

/** Makes a picture of one colour with GStreamer, to be shown on the attract layer. */
export async function paintPicture(path: string, rgb: number, width: number, height: number): Promise<void> {
  const source = `videotestsrc num-buffers=1 pattern=solid-color foreground-color=${0xff000000 + rgb}`;
  const caps = `video/x-raw,format=RGB,width=${width},height=${height}`;
  await gstreamer(`${source} ! ${caps} ! pngenc ! filesink location=${path}`);
}

/** Makes a WebM video of one colour. */
export async function paintVideo(path: string, rgb: number, frames: number): Promise<void> {
  const source = `videotestsrc num-buffers=${frames} pattern=solid-color foreground-color=${0xff000000 + rgb}`;
  const caps = 'video/x-raw,format=I420,width=160,height=120,framerate=25/1';
  await gstreamer(
    `${source} ! videoconvert ! ${caps} ! vp8enc deadline=1 ! webmmux ! filesink location=${path}`,
  );
}

async function gstreamer(description: string): Promise<void> {
  await run('gst-launch-1.0', ['-q', ...description.split(' ')]);
}

export interface Process {
  pid: number;
  name: string;
  /** Its command line. */
  arguments: string;
}

/** All processes below this one in the tree, ended ones that nobody reaped left out. */
export async function descendants(ancestor: number): Promise<Process[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid=,stat=,comm=,args=', '-ww']);
  const all = stdout.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(.*)$/.exec(line);
    if (match === null) return [];
    const [, pid, parent, state = '', name = '', words = ''] = match;
    return state.startsWith('Z')
      ? []
      : [{ pid: Number(pid), parent: Number(parent), name, arguments: words }];
  });
  const below = (parent: number): Process[] =>
    all
      .filter((process) => process.parent === parent)
      .flatMap((process) => [
        { pid: process.pid, name: process.name, arguments: process.arguments },
        ...below(process.pid),
      ]);
  return below(ancestor);
}
