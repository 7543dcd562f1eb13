import { statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv, { type RequestHandler } from 'sirv';
import type { CompiledContent } from '../../protocol/content/compiled.ts';

/** The content release on the screen: `folder` holds its files, `/media/x` being `media/x` in it. */
export interface ActiveContent {
  release: string;
  folder: string;
  compiled: CompiledContent;
}

export interface KioskFiles {
  /** Answers a GET or HEAD request; the request's Host has been checked. */
  serve(request: IncomingMessage, response: ServerResponse): void;
}

/** Answers for the path of a picture that is shown in a call. */
export type ServeCallPicture = (path: string, response: ServerResponse) => void;

/** Serves the page's files, the active release's media and its compiled content. */
export function createFiles(
  pageFolder: string,
  content: () => ActiveContent | null,
  callPicture: ServeCallPicture,
): KioskFiles {
  const page = sirv(pageFolder, { dev: true, etag: true });
  let media: { folder: string; handler: RequestHandler } | null = null;

  // A release never changes, so its files are listed once; what is not in the list cannot be reached.
  const mediaOf = (folder: string): RequestHandler => {
    if (media?.folder !== folder) media = { folder, handler: sirv(folder, { etag: true }) };
    return media.handler;
  };
  return {
    serve(request, response) {
      // Not parsed as a URL: what a client sends may be none, and nothing here depends on its finer points.
      const path = request.url?.split('?', 1)[0] ?? '/';
      const active = content();
      const missing = (what: string) => (): void => sendProblem(response, 404, 'not_found', what);
      if (path === '/content.json') {
        if (active === null) missing('no content yet')();
        else sendJson(response, 200, active.compiled);
      } else if (path.startsWith('/call/')) callPicture(path, response);
      else if (path.startsWith('/media/')) {
        if (active === null || !isFolder(active.folder)) missing('no content yet')();
        else mediaOf(active.folder)(request, response, missing('not a file of the active release'));
      } else page(request, response, missing('not a file of the page'));
    },
  };
}

/** Answers with a body in the form of the hub's API errors. */
export function sendProblem(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, status, { error: { code, message } });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
