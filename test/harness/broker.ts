import { once } from 'node:events';
import { join } from 'node:path';
import { createServer, type TlsOptions } from 'node:tls';
import 'reflect-metadata';
import { Pkcs10CertificateRequest } from '@peculiar/x509';
import { Aedes } from 'aedes';
import type { ExecutionContext } from 'ava';
import { newKeyAndRequest } from '../../agent/identity/request.ts';
import { type Authority, openAuthority } from '../../hub/identity/authority.ts';
import {
  type DownwardChannel,
  parseTopic,
  topicOf,
  type UpwardChannel,
  upwardChannels,
} from '../../protocol/index.ts';
import { newAgentFolder } from './agent.ts';

export interface Received {
  totem: string;
  channel: UpwardChannel;
  message: Record<string, unknown>;
}

/** A broker behind mutual TLS that does what the test says and nothing by itself. */
export interface TestBroker {
  url: string;
  /** Everything that totems published, in order. */
  received: Received[];
  /** All messages of one channel. */
  on(channel: UpwardChannel): Record<string, unknown>[];
  say(totem: string, channel: DownwardChannel, message: unknown): Promise<void>;
  /** Closes every connection; the next ones are taken. */
  disconnect(): void;
  stop(): Promise<void>;
}

/** An authority of its own, in a folder that goes with the test. */
export async function newAuthority(t: ExecutionContext, now: () => number = Date.now): Promise<Authority> {
  return openAuthority(join(await newAgentFolder(t), 'authority.json'), now);
}

/** Key, certificate and trust of a totem. */
export async function totemTls(
  authority: Authority,
  totem: string,
): Promise<{ key: string; cert: string; ca: string }> {
  const { key, request } = await newKeyAndRequest();
  const { pem } = await authority.issueTotem(totem, new Pkcs10CertificateRequest(request));
  return { key, cert: pem, ca: authority.pem };
}

export async function startBroker(
  t: ExecutionContext,
  authority: Authority,
  options: TlsOptions & { refuse?: boolean } = {},
): Promise<TestBroker> {
  const { refuse = false, ...tls } = options;
  const { key, pem } = await authority.issueServer(['127.0.0.1', 'localhost']);
  const broker = await Aedes.createBroker({
    authenticate: (_client, _name, _password, done) => {
      if (refuse) done(Object.assign(new Error('not authorized'), { returnCode: 5 }), null);
      else done(null, true);
    },
  });
  const server = createServer(
    { key, cert: pem, ca: authority.pem, requestCert: true, rejectUnauthorized: true, ...tls },
    broker.handle,
  );
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  broker.on('clientError', () => undefined);
  broker.on('connectionError', () => undefined);
  const received: Received[] = [];
  broker.on('publish', (packet, client) => {
    const parsed = client && parseTopic(packet.topic);
    const channel = upwardChannels.find((name) => name === parsed?.channel);
    if (!parsed || !channel) return;
    const message: unknown = JSON.parse(packet.payload.toString());
    if (typeof message !== 'object' || message === null) return;
    received.push({ totem: parsed.totem, channel, message: { ...message } });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const disconnect = () => {
    for (const socket of sockets) socket.destroy();
  };
  const stop = async () => {
    disconnect();
    if (!server.listening) return;
    server.close();
    await new Promise<void>((resolve) => broker.close(() => resolve()));
  };
  t.teardown(stop);
  return {
    url: `mqtts://127.0.0.1:${port}`,
    received,
    on: (channel) => received.filter((one) => one.channel === channel).map(({ message }) => message),
    say: (totem, channel, message) =>
      new Promise((resolve, reject) => {
        const payload = typeof message === 'string' ? message : JSON.stringify(message);
        broker.publish(
          { cmd: 'publish', topic: topicOf(totem, channel), payload, qos: 1, retain: false, dup: false },
          (error) => (error ? reject(error) : resolve()),
        );
      }),
    disconnect,
    stop,
  };
}
