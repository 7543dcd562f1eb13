import Type from 'typebox';
import { ReportQuery, UsageReport } from '../../../protocol/index.ts';
import { unwrap } from '../../http/index.ts';
import { csvOf } from '../../report/index.ts';
import { problems, type Resource } from '../parts.ts';

/** How totems are used, for who edits what they show. */
export const reportResource: Resource = (scope, { reports }) => {
  const config = { roles: ['admin', 'supervisor'] } as const;

  scope.get(
    '/report',
    {
      config,
      schema: {
        operationId: 'getReport',
        summary: 'How totems are used: counts from which nobody can be told',
        tags: ['report'],
        querystring: ReportQuery,
        response: { 200: UsageReport, ...problems },
      },
    },
    async (request) => unwrap(await reports.report(request.query)),
  );

  scope.get(
    '/report.csv',
    {
      config,
      schema: {
        operationId: 'getReportTable',
        summary: 'The same as CSV, a number a line',
        tags: ['report'],
        querystring: ReportQuery,
        response: { 200: Type.String(), ...problems },
        produces: ['text/csv'],
      },
    },
    async (request, reply) => {
      const report = unwrap(await reports.report(request.query));
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="totem-${report.from}-${report.to}.csv"`)
        .serializer(String)
        .send(csvOf(report));
    },
  );
};
