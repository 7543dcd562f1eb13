import Type from 'typebox';
import { CallReport, CallReportQuery } from '../../../protocol/calls/index.ts';
import { callTable } from '../../calls/index.ts';
import { unwrap } from '../../http/index.ts';
import { problems, type Resource } from '../parts.ts';

/** How calls went: the same figures as on the supervisors' wall. */
export const callReportResource: Resource = (scope, { calls }) => {
  const config = { roles: ['admin', 'supervisor'] } as const;

  scope.get(
    '/calls/report',
    {
      config,
      schema: {
        operationId: 'getCallReport',
        summary: 'How calls to a person went',
        tags: ['calls', 'report'],
        querystring: CallReportQuery,
        response: { 200: CallReport, ...problems },
      },
    },
    async (request) => unwrap(await calls.report(request.query)),
  );

  scope.get(
    '/calls/report.csv',
    {
      config,
      schema: {
        operationId: 'getCallReportTable',
        summary: 'The same as CSV, a number a line',
        tags: ['calls', 'report'],
        querystring: CallReportQuery,
        response: { 200: Type.String(), ...problems },
        produces: ['text/csv'],
      },
    },
    async (request, reply) => {
      const report = unwrap(await calls.report(request.query));
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="totem-calls-${report.from}-${report.to}.csv"`)
        .serializer(String)
        .send(callTable(report));
    },
  );
};
