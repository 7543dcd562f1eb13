import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Identity } from '../../identity/index.ts';

/** An answer that goes on until the reader leaves, the session ends or the hub stops. */
export interface OpenAnswer {
  response: ServerResponse;
  /** Ends the answer. */
  end(): void;
}

export interface OpenAnswerOptions {
  headers: Record<string, string>;
  identity: Pick<Identity, 'session'>;
  /** Called every 15 s while the answer is open. */
  onBeat(): void;
  /** Called once, however the answer ended. */
  onEnd(): void;
}

const beatMs = 15_000;

/** Takes the answer out of Fastify's hands and writes its head. Its session is checked again at every beat. */
export function openAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  options: OpenAnswerOptions,
): OpenAnswer {
  const response = reply.raw;
  reply.hijack();
  const common: Record<string, string> = {};
  for (const [name, value] of Object.entries(reply.getHeaders())) common[name] = String(value);
  response.writeHead(200, { ...common, 'cache-control': 'no-store', ...options.headers });
  response.flushHeaders();
  const end = () => {
    response.destroy();
  };
  const beat = setInterval(() => {
    options.onBeat();
    void options.identity.session(request.sessionToken).then((session) => {
      if (!session) end();
    }, end);
  }, beatMs);
  response.once('close', () => {
    clearInterval(beat);
    options.onEnd();
  });
  return { response, end };
}
