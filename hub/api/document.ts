import swagger from '@fastify/swagger';
import Type from 'typebox';
import type { Scope } from './parts.ts';

/** Collects the schemas of all routes that are registered after it into one OpenAPI 3.1 document. */
export async function describeRoutes(server: Scope, version: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Totem hub',
        version,
        description:
          'Fleet, content and screens of public totems. Errors are `{ error: { code, message, field? } }`.',
        license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'totem_session' },
        },
      },
      security: [{ bearer: [] }, { cookie: [] }],
    },
  });
}

/** `GET /openapi.json` */
export function serveDocument(scope: Scope): void {
  scope.get(
    '/openapi.json',
    {
      config: { open: true },
      schema: {
        operationId: 'getDocument',
        summary: 'This document',
        tags: ['hub'],
        security: [],
        response: { 200: Type.Unknown() },
      },
    },
    async () => scope.swagger(),
  );
}
