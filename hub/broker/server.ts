import type { Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { maximumMessageBytes } from '../../protocol/index.ts';
import type { Identity } from '../identity/index.ts';
import { createFrameGuard } from './frames.ts';
import type { Refusals } from './refusals.ts';
import { type Peer, peerOf } from './session.ts';

// A message that is a little too large is read, refused and counted, and the connection lives on. One that is
// twice as large ends the connection before its bytes are taken into memory.
const maximumPacketBytes = 2 * maximumMessageBytes;
const handshakeMs = 20_000;

export interface TlsServer {
  port: number;
  stop(): Promise<void>;
}

export interface TlsServerOptions {
  listen: string;
  port: number;
  identity: Pick<Identity, 'serverTls' | 'onServerTls'>;
  refusals: Refusals;
  accept: (peer: Peer) => void;
}

/** The mutual-TLS listener. Only holders of a certificate of this hub's authority get as far as MQTT. */
export async function startTlsServer(options: TlsServerOptions): Promise<TlsServer> {
  const { identity, refusals } = options;
  const sockets = new Set<Socket>();
  const server = createServer({
    ...identity.serverTls(),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    handshakeTimeout: handshakeMs,
  });
  const unsubscribe = identity.onServerTls((tls) => server.setSecureContext(tls));
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    // A certificate that does not pass shows as a reset; the socket knows better.
    const certificate = socket.authorizationError || !isNetworkError(error);
    refusals.connection(certificate ? 'certificate' : 'network');
    socket.destroy();
  });
  server.on('secureConnection', (socket) => {
    socket.setKeepAlive(true, 60_000);
    const peer = peerOf(socket);
    guardFrames(peer, refusals);
    options.accept(peer);
  });
  await listening(server, options.port, options.listen);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    async stop() {
      unsubscribe();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** The broker takes bytes with `read`; every chunk passes the guard first. */
function guardFrames({ socket, totem }: Peer, refusals: Refusals): void {
  const guard = createFrameGuard(maximumPacketBytes);
  const read = socket.read.bind(socket);
  socket.read = (size?: number) => {
    const chunk: unknown = read(size);
    if (!(chunk instanceof Uint8Array)) return null;
    const problem = guard(chunk);
    if (problem === undefined) return chunk;
    if (totem !== undefined) refusals.message(totem, 'none', problem);
    socket.destroy();
    return null;
  };
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function isNetworkError(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code === 'ERR_TLS_HANDSHAKE_TIMEOUT';
}
