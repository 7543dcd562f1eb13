import { createServer, type Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { errorStatus } from '../../protocol/index.ts';
import { totemOfPeer } from '../peer/index.ts';
import { type ArtifactCounts, type FromProcess, readToProcess, type ToProcess } from './messages.ts';
import { serveArtifact } from './serve.ts';

/*
 * The artifact process: bulk has its own event loop, so that it never delays the broker. The hub tells it what
 * to serve and to whom; it ends when the hub does, however the hub ended.
 */

type Serve = Extract<ToProcess, { kind: 'serve' }>;

const countsEveryMs = 2_000;
// A reader that takes nothing for this long has gone without saying so.
const idleMs = 120_000;

function say(message: FromProcess): void {
  process.send?.(message);
}

function startServing(order: Serve): { heed(message: ToProcess): void } {
  const admitted = new Set(order.admitted);
  const sockets = new Set<TLSSocket>();
  const counts: ArtifactCounts = { requests: 0, bytes: 0, certificatesRefused: 0, revokedRefused: 0 };

  const server: Server = createServer(
    {
      ...order.tls,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
    },
    (request, response) => {
      counts.requests += 1;
      const totem = totemOfPeer(request.socket);
      if (totem === undefined || !admitted.has(totem)) {
        counts.revokedRefused += 1;
        response.writeHead(errorStatus.forbidden, {
          'content-type': 'application/json',
          connection: 'close',
        });
        response.end(
          JSON.stringify({
            error: { code: 'forbidden', message: 'this totem is not admitted here (any more)' },
          }),
        );
        return;
      }
      serveArtifact(order.folder, request, response).then(
        (bytes) => {
          counts.bytes += bytes;
        },
        () => response.destroy(),
      );
    },
  );
  server.timeout = idleMs;
  server.on('secureConnection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => {
    counts.certificatesRefused += 1;
  });
  server.on('error', (error: NodeJS.ErrnoException) => {
    say({ kind: 'refused', code: error.code ?? 'error', message: error.message });
  });
  server.listen(order.port, order.host, () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') say({ kind: 'listening', port: address.port });
  });
  setInterval(() => say({ kind: 'counts', counts }), countsEveryMs);

  return {
    heed: (message) => {
      if (message.kind === 'renewed') server.setSecureContext(message.tls);
      if (message.kind === 'admitted') admitted.add(message.totem);
      if (message.kind === 'revoked') {
        admitted.delete(message.totem);
        for (const socket of sockets) if (totemOfPeer(socket) === message.totem) socket.destroy();
      }
    },
  };
}

function main(): void {
  let serving: ReturnType<typeof startServing> | undefined;
  process.on('message', (raw) => {
    const message = readToProcess(raw);
    if (!message.ok) {
      say({ kind: 'refused', code: message.error.code, message: message.error.message });
    } else if (message.value.kind === 'serve') {
      serving ??= startServing(message.value);
    } else {
      serving?.heed(message.value);
    }
  });
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C reaches the whole process group; the hub decides when this process ends.
  process.on('SIGINT', () => undefined);
}

main();
