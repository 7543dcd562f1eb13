import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { stringify } from 'yaml';
import { launchChromium, madeUpDevices } from '../../harness/chromium.ts';
import { put, writeContent } from '../../harness/content.ts';
import { startHub, type TestHub } from '../../harness/hub.ts';
import type { Owner } from '../../harness/owner.ts';
import { makeRelease, newEditor, publish, ringOf, setKeyRing } from '../../harness/release.ts';
import { sample } from '../public/hub.ts';

export interface PortalHub {
  hub: TestHub;
  /** A site of the institution on another port, with the strictest policy that our documentation names. */
  site: string;
  /** The same, but not in `portalOrigins`. */
  stranger: string;
  /** What the page of the sites has in it, and its policy besides. */
  serve(body: string, policy?: string): void;
}

/** Hours by which an office is open all the time, or never. */
const always =
  'version: 1\nweek: {monday: ["00:00-24:00"], tuesday: ["00:00-24:00"], wednesday: ["00:00-24:00"], thursday: ["00:00-24:00"], friday: ["00:00-24:00"], saturday: ["00:00-24:00"], sunday: ["00:00-24:00"]}\nholidays: open\n';

/** A hub with the sample content, of which the first office is open all day, and two sites beside it. */
export async function startPortalHub(t: Owner, whole = false): Promise<PortalHub> {
  let page = { body: '', policy: '' };
  let hubUrl = '';
  const listen = async () => {
    const server = createServer((request, response) => {
      if (request.url === '/site.css')
        return response.writeHead(200, { 'content-type': 'text/css' }).end(siteStyle);
      if (request.url !== '/') return response.writeHead(404).end();
      const socket = hubUrl.replace('http', 'ws');
      const policy = `default-src 'none'; style-src 'self'; script-src ${hubUrl}; connect-src ${hubUrl} ${socket}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; ${page.policy}`;
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
        .end(hostPage(hubUrl, page.body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.teardown(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  };
  const [site, stranger] = [await listen(), await listen()];
  const hub = await startHub(t, {
    yaml: stringify({
      calls: {
        loopback: true,
        graceSeconds: 60,
        portalOrigins: [site],
        recording: { offices: ['urp'], sound: true },
      },
    }),
  });
  hubUrl = hub.urls.http;
  const folder = await mkdtemp(join(tmpdir(), 'totem-portal-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  if (whole) await cp(sample, folder, { recursive: true });
  else await writeSome(folder);
  for (const office of await readdir(join(folder, 'offices'))) {
    const hours = office === 'urp' ? always : 'version: 1\nweek: {}\n';
    await put(folder, { [`offices/${office}/opening.yaml`]: hours });
  }
  const editor = newEditor();
  await setKeyRing(hub, ringOf(editor));
  await publish(hub, await makeRelease(folder, 'r1', editor));
  return {
    hub,
    site,
    stranger,
    serve: (body, policy = '') => {
      page = { body, policy };
    },
  };
}

/** Two offices and a card of the sample, in three languages. */
async function writeSome(folder: string): Promise<void> {
  await writeContent(folder, 'Città metropolitana di Milano');
  await put(folder, {
    'content.yaml': [
      'version: 1',
      'title: {it: "Città metropolitana di Milano", en: "Metropolitan City of Milan", ar: "مدينة ميلانو المتروبوليتانية"}',
      'languages: [it, en, ar]',
      'defaultLanguage: it',
      'categories:',
      '  - {id: lavoro, icon: work, title: {it: Lavoro, en: Work, ar: عمل}, summary: {it: Lavoro, en: Work, ar: عمل}}',
      '',
    ].join('\n'),
  });
  for (const path of ['offices/urp', 'offices/strade', 'offices/centro-impiego', 'cards/naspi']) {
    for (const language of ['it', 'en', 'ar']) {
      await cp(join(sample, path, `${language}.md`), join(folder, path, `${language}.md`));
    }
  }
}

/** What a site's style does to everything that it reaches. */
const siteStyle = `* { color: rgb(170, 0, 0) !important; text-transform: uppercase; letter-spacing: 0.5em; line-height: 3; font-size: 20px; }
button, dialog, h2 { display: none !important; }`;

function hostPage(hub: string, body: string): string {
  return `<!doctype html><html lang="it"><head><meta charset="utf-8"><title>Portale</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/site.css"><script type="module" src="${hub}/portal/totem-call.js"></script></head>
<body><main><h1>Il portale</h1><p id="own">Testo del portale</p>${body}</main></body></html>`;
}

/** A browser whose cameras and microphones are of its own making; who is asked for them says yes, or `refusing` no. */
export async function openBrowser(t: Owner, ...more: string[]): Promise<Browser> {
  const browser = await launchChromium(...madeUpDevices, '--use-fake-ui-for-media-stream', ...more);
  t.teardown(() => browser.close());
  return browser;
}

/** For `openBrowser`: its user says no to camera and microphone. */
export const refusing = '--use-fake-ui-for-media-stream=deny';

export interface Visitor {
  page: Page;
  /** What scripts threw and what the host's policy refused. */
  mistakes: string[];
  /** Addresses that were asked for, without the site's own. */
  asked: string[];
}

/** Milliseconds that a page may take on a machine with other things to do. */
const patience = 45_000;

/** A visitor of a site. */
export async function openVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const opened = await browser.newContext({
    locale: 'it-IT',
    viewport: { width: 1280, height: 860 },
    ...options,
  });
  opened.setDefaultTimeout(patience);
  const page = await opened.newPage();
  const mistakes: string[] = [];
  const asked: string[] = [];
  page.on('pageerror', (error) => mistakes.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load|WebSocket connection|net::ERR/.test(message.text())) {
      mistakes.push(message.text());
    }
  });
  page.on('request', (request) => asked.push(request.url()));
  page.on('websocket', (socket) => asked.push(socket.url()));
  return { page, mistakes, asked };
}
