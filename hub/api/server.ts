import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import websocket from '@fastify/websocket';
import Fastify from 'fastify';
import manifest from '../../package.json' with { type: 'json' };
import { quietLog, Refusal, refuse, useProtocol } from '../http/index.ts';
import { accessHook } from './access.ts';
import { describeRoutes, serveDocument } from './document.ts';
import { protectAnswers, serveDesk, servePages } from './pages.ts';
import type { ApiOptions, Resource, Scope } from './parts.ts';
import { probes } from './probes.ts';
import { artifactsResource } from './resources/artifacts.ts';
import { callPicturesResource } from './resources/call-pictures.ts';
import { callRecordingsResource } from './resources/call-recordings.ts';
import { callReportResource } from './resources/call-report.ts';
import { callsResource } from './resources/calls.ts';
import { catalogueResource } from './resources/catalogue.ts';
import { commandsResource } from './resources/commands.ts';
import { contentResource } from './resources/content.ts';
import { eventsResource } from './resources/events.ts';
import { firmwareResource } from './resources/firmware.ts';
import { portalResource } from './resources/portal.ts';
import { reportResource } from './resources/report.ts';
import { rolloutsResource } from './resources/rollouts.ts';
import { screensResource } from './resources/screens.ts';
import { serviceResource } from './resources/service.ts';
import { sessionResource } from './resources/session.ts';
import { sitesResource } from './resources/sites.ts';
import { streamResource } from './resources/stream.ts';
import { tokensResource } from './resources/tokens.ts';
import { totemsResource } from './resources/totems.ts';
import { usersResource } from './resources/users.ts';

export interface Api {
  /** `http://host:port` */
  url: string;
  /** Ends open streams and uploads too. */
  stop(): Promise<void>;
}

const resources: readonly Resource[] = [
  sessionResource,
  totemsResource,
  commandsResource,
  screensResource,
  eventsResource,
  reportResource,
  sitesResource,
  tokensResource,
  usersResource,
  callsResource,
  callPicturesResource,
  callReportResource,
  callRecordingsResource,
  catalogueResource,
  portalResource,
  serviceResource,
  artifactsResource,
  contentResource,
  firmwareResource,
  rolloutsResource,
  streamResource,
];

// Half a gigabyte over a slow line; a peer that sends nothing at all is ended much sooner.
const uploadMs = 60 * 60_000;
const silentMs = 120_000;

/**
 * Starts the HTTP listener for people and programs: the API under `/api/v1`, the probes, the pages for
 * staff and for citizens. Rejects with the listener's error where the port is taken.
 */
export async function startApi(options: ApiOptions): Promise<Api> {
  const server: Scope = Fastify({
    loggerInstance: quietLog(options.log),
    forceCloseConnections: true,
    requestTimeout: uploadMs,
    connectionTimeout: silentMs,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
  }).withTypeProvider<TypeBoxTypeProvider>();
  useProtocol(server);
  protectAnswers(server);
  await describeRoutes(server, manifest.version);
  await server.register(cookie);
  await server.register(rateLimit, {
    global: false,
    errorResponseBuilder: () =>
      new Refusal({ code: 'too_many_requests', message: 'too many tries; wait a minute' }),
  });
  await server.register(websocket, { options: { maxPayload: 64 * 1024 } });
  probes(server, options);
  await server.register(
    async (scope: Scope) => {
      scope.decorateRequest('session', null);
      scope.decorateRequest('sessionToken', '');
      scope.addHook('onRequest', accessHook(options.identity));
      scope.setNotFoundHandler(() => refuse('not_found', 'there is no such resource in the API'));
      serveDocument(scope);
      for (const resource of resources) resource(scope, options);
    },
    { prefix: '/api/v1' },
  );
  await options.publicPages?.register(server);
  await options.portal.register(server);
  await servePages(server, options.dashboardFolder);
  await serveDesk(server, options.deskFolder);
  const url = await server.listen({ host: options.host, port: options.port });
  return { url, stop: async () => await server.close() };
}
