import Type from 'typebox';
import type { Resource } from './parts.ts';

const Probe = Type.Object(
  { status: Type.Enum(['ok', 'failing']), failing: Type.Array(Type.String()) },
  { additionalProperties: false },
);

/** What supervisors and Prometheus ask, outside the API and without a session: no personal data, only counts. */
export const probes: Resource = (scope, { ready, metrics }) => {
  scope.get(
    '/healthz',
    {
      schema: {
        operationId: 'getHealth',
        summary: 'The process runs',
        tags: ['hub'],
        security: [],
        response: { 200: Probe },
      },
    },
    async () => ({ status: 'ok' as const, failing: [] }),
  );

  scope.get(
    '/readyz',
    {
      schema: {
        operationId: 'getReadiness',
        summary: 'Every part answers',
        tags: ['hub'],
        security: [],
        response: { 200: Probe, 503: Probe },
      },
    },
    async (_request, reply) => {
      const failing: string[] = [];
      for (const [name, holds] of Object.entries(ready)) {
        if (
          !(await Promise.resolve()
            .then(holds)
            .catch(() => false))
        )
          failing.push(name);
      }
      if (failing.length === 0) return { status: 'ok' as const, failing };
      return reply.code(503).send({ status: 'failing' as const, failing });
    },
  );

  scope.get(
    '/metrics',
    {
      schema: {
        operationId: 'getMetrics',
        summary: 'Figures in the text format of Prometheus',
        tags: ['hub'],
        security: [],
        response: { 200: { content: { 'text/plain': { schema: Type.String() } } } },
      },
    },
    async (_request, reply) =>
      reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
};
