import type { AddressInfo } from 'node:net';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import Type from 'typebox';
import { CallPictureAddress } from '../../protocol/calls/index.ts';
import {
  EnrolmentAnswer,
  EnrolmentRequest,
  type ServiceKey,
  TextMessageRequest,
  type TotemId,
} from '../../protocol/index.ts';
import type { Broker } from '../broker/index.ts';
import { type Calls, totemAddress } from '../calls/index.ts';
import { quietLog, Refusal, refuse, unwrap, useProtocol } from '../http/index.ts';
import type { Identity, TotemUrls } from '../identity/index.ts';
import type { Metrics } from '../metrics/index.ts';
import { totemOfPeer } from '../peer/index.ts';
import type { TextMessages } from '../sms/index.ts';
import type { LiveView } from './live.ts';
import type { Pictures } from './pictures.ts';

export interface GatewayOptions {
  host: string;
  /** 0 takes a free port. */
  port: number;
  /** Host name that goes into the URL totems are told. */
  hostname: string;
  identity: Pick<Identity, 'serverTls' | 'onServerTls' | 'enrol' | 'isRevoked'>;
  broker: Pick<Broker, 'pendingCommand'>;
  pictures: Pictures;
  live: Pick<LiveView, 'frame'>;
  /** What operators show in the calls of totems. */
  calls: { shown: Pick<Calls['shown'], 'read'> };
  /** `null` where no text messages are sent. */
  texts: Pick<TextMessages, 'send'> | null;
  /** The secret that goes with an enrolment. */
  serviceKey: (totem: TotemId) => Promise<ServiceKey>;
  /** What an enrolled totem is told about the other two listeners. */
  urls: Omit<TotemUrls, 'gateway'>;
  metrics: Pick<Metrics, 'gatewayRefused'>;
  log: Logger;
}

export interface Gateway {
  /** `https://host:port` */
  url: string;
  stop(): Promise<void>;
}

const pictureBytes = 4 * 1024 * 1024;
const frameBytes = 1024 * 1024;
const textMessageBytes = 4096;

/**
 * Starts the HTTPS listener for totems' small requests: enrolment (the only one without a certificate),
 * pictures of the screen, live frames, links by text message. Rejects with the listener's error where the port is taken.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { identity, broker, pictures, live, metrics } = options;
  const server = Fastify({
    loggerInstance: quietLog(options.log),
    forceCloseConnections: true,
    bodyLimit: 32 * 1024,
    requestTimeout: 60_000,
    https: { ...identity.serverTls(), requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' },
  }).withTypeProvider<TypeBoxTypeProvider>();
  useProtocol(server);
  server.setNotFoundHandler(() => refuse('not_found', 'there is no such resource on the gateway'));
  server.addHook('onError', async (_request, _reply, error) => {
    metrics.gatewayRefused.inc({ reason: error instanceof Refusal ? error.problem.code : 'invalid' });
  });
  server.server.on('tlsClientError', () => metrics.gatewayRefused.inc({ reason: 'tls' }));
  await server.register(rateLimit, {
    global: false,
    errorResponseBuilder: () =>
      new Refusal({ code: 'too_many_requests', message: 'too many enrolments from here; wait a minute' }),
  });
  const jpegOnly = { parseAs: 'buffer' } as const;
  server.addContentTypeParser('image/jpeg', jpegOnly, async (_request: FastifyRequest, body: Buffer) => body);

  const origin = () => `https://${options.hostname}:${portOf(server.server.address())}`;

  /** The totem that sends this, before a byte of its body is read. */
  const admitted = async (request: FastifyRequest) => {
    const totem = totemOfPeer(request.socket);
    if (totem === undefined) refuse('unauthenticated', 'a certificate of this hub is needed here');
    if (identity.isRevoked(totem)) refuse('forbidden', 'this totem is not admitted here (any more)');
  };

  server.post(
    '/v1/enrolments',
    {
      schema: { body: EnrolmentRequest, response: { 200: EnrolmentAnswer } },
      config: { rateLimit: { max: 60, timeWindow: 60_000 } },
    },
    async (request) => {
      const enrolled = unwrap(await identity.enrol(request.body, { ...options.urls, gateway: origin() }));
      return { ...enrolled, service: await options.serviceKey(enrolled.totem) };
    },
  );

  const PictureAddress = Type.Object(
    { commandId: Type.String({ format: 'uuid' }) },
    { additionalProperties: false },
  );
  server.put(
    '/v1/pictures/:commandId',
    { schema: { params: PictureAddress }, bodyLimit: pictureBytes, onRequest: admitted },
    async (request, reply) => {
      const { commandId } = request.params;
      const command = broker.pendingCommand(commandId);
      if (command?.name !== 'screenshot' || command.totem !== peer(request)) {
        refuse('not_found', 'nobody waits for this picture');
      }
      pictures.put(commandId, jpegOf(request.body));
      return reply.code(204).send();
    },
  );

  server.post('/v1/frames', { bodyLimit: frameBytes, onRequest: admitted }, async (request, reply) => {
    if (!live.frame(peer(request), jpegOf(request.body))) refuse('conflict', 'nobody looks at this totem');
    return reply.code(204).send();
  });

  // Answered once the message was handed over, or was not; nothing of it is kept or logged.
  server.post(
    '/v1/text-messages',
    { schema: { body: TextMessageRequest }, bodyLimit: textMessageBytes, onRequest: admitted },
    async (request, reply) => {
      if (!options.texts) refuse('unsupported', 'this hub sends no text messages');
      unwrap(await options.texts.send(peer(request), request.body));
      return reply.code(204).send();
    },
  );

  server.get(
    '/v1/calls/:call/pictures/:sha256',
    { schema: { params: CallPictureAddress }, onRequest: admitted },
    async (request, reply) => {
      const { call, sha256 } = request.params;
      const { media, bytes } = unwrap(
        await options.calls.shown.read(totemAddress(peer(request)), call, sha256),
      );
      return reply.type(media).header('cache-control', 'no-store').send(bytes);
    },
  );

  const forget = identity.onServerTls((tls) => server.server.setSecureContext(tls));
  await server.listen({ host: options.host, port: options.port });
  return {
    url: origin(),
    stop: async () => {
      forget();
      await server.close();
    },
  };
}

function peer(request: FastifyRequest): TotemId {
  return totemOfPeer(request.socket) ?? refuse('unauthenticated', 'a certificate of this hub is needed here');
}

/** Start of image and a marker (ITU-T T.81, B.1.1.3); what lies between is for whoever looks at it. */
function jpegOf(body: unknown): Buffer {
  if (!Buffer.isBuffer(body) || body.length < 4 || body.readUIntBE(0, 3) !== 0xffd8ff) {
    refuse('invalid', 'the body is not a JPEG picture');
  }
  return body;
}

function portOf(address: AddressInfo | string | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0;
}
